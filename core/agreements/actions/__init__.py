"""Every change to agreements, their signatures, and the lists of purposes and lawful bases, with its audit entry."""

from core.agreements.actions.drafts import TextChanged, change_draft, draft, offer, replace, return_to_draft
from core.agreements.actions.signatures import leave, set_review, sign, withdraw
from core.agreements.actions.terms import add_term, change_term, reinstate_term, retire_term

__all__ = [
    "TextChanged",
    "add_term",
    "change_draft",
    "change_term",
    "draft",
    "leave",
    "offer",
    "reinstate_term",
    "replace",
    "retire_term",
    "return_to_draft",
    "set_review",
    "sign",
    "withdraw",
]
