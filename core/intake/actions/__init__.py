"""Every change to partner systems and to what they send, with its audit row."""

from core.intake.actions.batches import Answer, KeyReused, receive_batch
from core.intake.actions.clients import (
    AlreadyShown,
    Issued,
    issue_client,
    record_revoked_token,
    record_token,
    revoke_client,
    rotate_client,
)

__all__ = [
    "AlreadyShown",
    "Answer",
    "Issued",
    "KeyReused",
    "issue_client",
    "receive_batch",
    "record_revoked_token",
    "record_token",
    "revoke_client",
    "rotate_client",
]
