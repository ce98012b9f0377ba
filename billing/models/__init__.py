"""The tables of billing, all in the public schema."""

from billing.models.ledger import Account, Journal, Posting
from billing.models.payers import FeeShare, FeeSplit, Payer
from billing.models.plans import Plan, Price, Subscription, VatRate
from billing.models.stripe import StripeCall, StripeEvent, StripeObject

NAMED_IN_THE_AUDIT_TRAIL = (Plan, VatRate, Subscription, Payer, FeeSplit)

__all__ = [
    "Account",
    "FeeShare",
    "FeeSplit",
    "Journal",
    "Payer",
    "Plan",
    "Posting",
    "Price",
    "StripeCall",
    "StripeEvent",
    "StripeObject",
    "Subscription",
    "VatRate",
]
