"""The second factor that everybody needs: whether this session has proved one, and which ones a user has."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from core.accounts.allauth_internals import record_authentication
from core.accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a factor. A recovery code can be used in place of one."""


def is_proved(request: HttpRequest) -> bool:
    """Whether this session has proved a passkey, a one-time code or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def prove(request: HttpRequest, kind: Authenticator.Type) -> None:
    """Records that this session has just proved a factor by setting it up."""
    record_authentication(request, "mfa", type=kind, reauthenticated=True)


def set_up_by(user: User | AnonymousUser) -> QuerySet[Authenticator]:
    """The factors that the user has set up."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
    return factors


def recovery_codes_of(user: User | AnonymousUser) -> QuerySet[Authenticator]:
    """The row with the user's recovery codes, if they have any."""
    codes: QuerySet[Authenticator] = Authenticator.objects.filter(
        user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES
    )
    return codes
