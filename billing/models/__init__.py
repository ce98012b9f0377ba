"""The tables of billing, all in the public schema."""

from billing.models.invoices import CreditNote, CreditNoteLine, Invoice, InvoiceLine, NumberSeries
from billing.models.ledger import Account, Journal, Posting
from billing.models.payers import FeeShare, FeeSplit, Payer
from billing.models.payments import Payment, Refund, WriteOff
from billing.models.plans import Plan, Price, Subscription, VatRate
from billing.models.stripe import StripeCall, StripeEvent, StripeObject

NAMED_IN_THE_AUDIT_TRAIL = (
    Plan,
    VatRate,
    Subscription,
    Payer,
    FeeSplit,
    Invoice,
    CreditNote,
    Payment,
    Refund,
    WriteOff,
)

__all__ = [
    "Account",
    "CreditNote",
    "CreditNoteLine",
    "FeeShare",
    "FeeSplit",
    "Invoice",
    "InvoiceLine",
    "Journal",
    "NumberSeries",
    "Payer",
    "Payment",
    "Plan",
    "Posting",
    "Price",
    "Refund",
    "StripeCall",
    "StripeEvent",
    "StripeObject",
    "Subscription",
    "VatRate",
    "WriteOff",
]
