"""Records allauth's and Django's signals in the audit trail."""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.access.principal import ANONYMOUS
from core.accounts import events
from core.accounts.models import User
from core.audit import recording
from tenants import current

FACTORS = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    methods = (FACTORS.get(each.get("type"), each["method"]) for each in get_authentication_records(request, user))
    recording.record(events.SIGNED_IN, by=user, methods=", ".join(methods))


@receiver(auth.user_login_failed)
def password_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Records a digest of what was entered, so that neither an address nor a password entered by mistake is stored."""
    typed = str(credentials.get("email", "")).strip().lower()
    digest = salted_hmac("core.accounts.signals.account", f"{current.schema()}:{typed}", algorithm="sha256")
    recording.record(events.SIGN_IN_FAILED, by=ANONYMOUS, step="password", account=digest.hexdigest()[:16])


@receiver(mfa.authentication_failed)
def second_factor_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    recording.record(events.SIGN_IN_FAILED, by=ANONYMOUS, records=[user], step=FACTORS[authenticator.type])


@receiver(auth.user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        recording.record(events.SIGNED_OUT, by=user)


@receiver(account.password_changed)
def password_changed(user: User, **_: Any) -> None:
    recording.record(events.PASSWORD_CHANGED, by=user, records=[user])


@receiver(account.password_reset)
def password_reset(user: User, **_: Any) -> None:
    recording.record(events.PASSWORD_RESET, by=user, records=[user])


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    recording.record(events.FACTOR_ADDED, by=user, records=[user], factor=FACTORS[authenticator.type])


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    recording.record(events.FACTOR_REMOVED, by=user, records=[user], factor=FACTORS[authenticator.type])


@receiver(mfa.authenticator_reset)
def recovery_codes_renewed(user: User, **_: Any) -> None:
    recording.record(events.RECOVERY_CODES_RENEWED, by=user, records=[user])
