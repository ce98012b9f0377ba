"""Tokens of links that work once. None is stored: each is computed from its row and the schema."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import constant_time_compare, salted_hmac

from core.access.ids import row_id
from core.accounts.models import Invitation
from tenants import current

SEPARATOR = "-"


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Django's, bound to the schema: users of two partnerships may have the same key, address and password."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{current.schema()}:{user.sessions_ended_at}:{super()._make_hash_value(user, timestamp)}"


def of_invitation(invitation: Invitation) -> str:
    """The token of an invitation's link. It is valid for this row only, even after a schema is recreated."""
    return f"{invitation.pk}{SEPARATOR}{_proof(invitation)}"


def invitation_of(token: str) -> Invitation | None:
    """Returns the invitation with this token, open or not; None if there is none."""
    number, _, proof = token.partition(SEPARATOR)
    pk = row_id(number)
    if pk is None:
        return None
    invitation: Invitation | None = Invitation.objects.with_user().filter(pk=pk).first()
    if invitation is None or not constant_time_compare(proof, _proof(invitation)):
        return None
    return invitation


def _proof(invitation: Invitation) -> str:
    value = f"{current.schema()}:{invitation.pk}:{invitation.user_id}:{invitation.created_at.timestamp()}"
    return salted_hmac("core.accounts.tokens.invitation", value, algorithm="sha256").hexdigest()[:40]
