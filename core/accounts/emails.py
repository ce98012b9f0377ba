"""The emails that accounts send, as plain text."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import int_to_base36

from core.accounts import tokens
from core.accounts.models import Invitation, User
from tenants import current

CHANGES = {  # as allauth names them
    "password_changed": "Your password was changed",
    "password_reset": "Your password was changed by a link sent to this address",
    "totp_activated": "An authenticator app was set up",
    "totp_deactivated": "Your authenticator app was removed",
    "webauthn_added": "A passkey was added",
    "webauthn_removed": "A passkey was removed",
    "recovery_codes_generated": "New recovery codes were made",
}


def invitation(invitation: Invitation) -> None:
    """Tells a person that they have an account, with the link to choose a password."""
    path = reverse("accept-invitation", args=[tokens.of_invitation(invitation)])
    _send("invitation", invitation.user, link=_address() + path, invitation=invitation)


def reset_link(user: User) -> None:
    """Sends the link to choose a new password."""
    key = tokens.ResetTokenGenerator().make_token(user)
    path = reverse("account_reset_password_from_key", args=[int_to_base36(user.pk), key])
    _send("reset", user, link=_address() + path, minutes=settings.PASSWORD_RESET_TIMEOUT // 60)


def notice(user: User, change: str) -> None:
    """Tells a user that their password or second factor has changed."""
    _send("notice", user, change=CHANGES[change], link=_address() + reverse("mfa_index"))


def _send(email: str, user: User, **context: Any) -> None:
    """Sends `templates/account/email/<email>.txt`, whose first line is the subject."""
    text = render_to_string(f"account/email/{email}.txt", {"user": user, "service": _service_name(), **context})
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [user.email])


def _is_public() -> bool:
    return current.schema() == settings.PUBLIC_SCHEMA_NAME


def _service_name() -> str:
    """What the reader signs in to: their partnership, or SafetyNet for operators."""
    return "SafetyNet" if _is_public() else current.partnership().name


def _address() -> str:
    """The address that the reader signs in at."""
    return current.address(settings.BASE_DOMAIN) if _is_public() else current.partnership().address
