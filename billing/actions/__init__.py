"""Every change in billing."""

from billing.actions.payers import Share, add_payer, approve_split, change_payer, propose_split, withdraw_split
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
    "change_payer",
    "end_subscription",
    "perform",
    "propose_split",
    "queue",
    "receive",
    "receive_missed",
    "refresh",
    "send",
    "send_unfinished",
    "subscribe",
    "withdraw_split",
]
