"""Every change in billing."""

from billing.actions.credit_notes import credit, credit_cost_share
from billing.actions.invoices import invoice_cost_share, invoice_fee
from billing.actions.payers import Share, add_payer, approve_split, change_payer, propose_split, withdraw_split
from billing.actions.payments import (
    approve_write_off,
    propose_write_off,
    record_payment,
    refund,
    withdraw_write_off,
)
from billing.actions.plans import add_plan, add_vat_rate, announce_price, end_subscription, subscribe
from billing.actions.stripe_calls import perform, queue, send, send_unfinished
from billing.actions.stripe_effects import receive, receive_missed, refresh

__all__ = [
    "Share",
    "add_payer",
    "add_plan",
    "add_vat_rate",
    "announce_price",
    "approve_split",
    "approve_write_off",
    "change_payer",
    "credit",
    "credit_cost_share",
    "end_subscription",
    "invoice_cost_share",
    "invoice_fee",
    "perform",
    "propose_split",
    "propose_write_off",
    "queue",
    "receive",
    "receive_missed",
    "record_payment",
    "refresh",
    "refund",
    "send",
    "send_unfinished",
    "subscribe",
    "withdraw_split",
    "withdraw_write_off",
]
