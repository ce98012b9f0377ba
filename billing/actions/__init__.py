"""Every change in billing."""

from billing.actions.payers import Share, add_payer, approve_split, change_payer, propose_split, withdraw_split
from billing.actions.plans import add_plan, add_vat_rate, announce_price, end_subscription, subscribe

__all__ = [
    "Share",
    "add_payer",
    "add_plan",
    "add_vat_rate",
    "announce_price",
    "approve_split",
    "change_payer",
    "end_subscription",
    "propose_split",
    "subscribe",
    "withdraw_split",
]
