"""Every change to partner systems and to what they send, with its audit row."""

from core.intake.actions.batches import Answer, KeyReused, receive_batch
from core.intake.actions.clients import (
    AlreadyShown,
    Issued,
    issue_client,
    note_revoked_token,
    note_token,
    revoke_client,
    rotate_client,
)

__all__ = [
    "AlreadyShown",
    "Answer",
    "Issued",
    "KeyReused",
    "issue_client",
    "note_revoked_token",
    "note_token",
    "receive_batch",
    "revoke_client",
    "rotate_client",
]
