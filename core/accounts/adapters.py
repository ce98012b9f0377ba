"""allauth's adapters: no sign-up, rate limits, notices by email, encrypted secrets, and our messages."""

import time
from collections.abc import Iterable
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.access.pages import url_for
from core.accounts import attempts, devices, events, factor_encryption, rules, second_factor, tasks
from core.accounts.hashing import TooBusy
from core.accounts.models import User
from core.audit import recording
from tenants import current


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only. Counts password attempts and remembers devices."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is incorrect.",
        "enter_current_password": "The current password is incorrect.",
        "incorrect_password": "The password is incorrect.",
        "too_many_login_attempts": "Too many attempts. Wait 5 minutes, then try again.",
        "rate_limited": "Too many attempts. Wait 5 minutes, then try again.",
    }

    REAUTHENTICATION_METHODS = {
        "reauthenticate": "Use your password",
        "mfa_reauthenticate": "Use a code",
        "mfa_reauthenticate:webauthn": "Use your passkey",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that `ClientAddressMiddleware` found. Without one, no password may be tried."""
        address: str | None = getattr(request, "client_address", None)
        if address is None:
            raise PermissionDenied("The address that this request comes from is not known.")
        return address

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return url_for("start")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """The methods by which a user can confirm their identity, with our labels."""
        return [
            {**method, "description": self.REAUTHENTICATION_METHODS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the attempt. allauth rolls it back when the password is correct."""
        self._login_failed_rl_usage = attempts.count(request, credentials.get("email", ""), "password")
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        try:
            user: User | None = super().authenticate(request, **credentials)
        except TooBusy:
            self._rollback_login_failed_rl_usage()  # the password was not checked
            raise
        return user

    def set_password(self, user: User, password: str) -> None:
        """Clears the count of wrong passwords as well, so that the new password works at once."""
        super().set_password(user, password)
        attempts.forget(self.request, user.email)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if second_factor.is_proved(request):
            devices.remember(request, response, user)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Emails the user what has changed about how they sign in, in case another person changed it."""
        tasks.send_notice.enqueue(user.pk, template_prefix.rpartition("/")[2])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not if the user has authenticated within the timeout."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted, and the only factor cannot be removed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This is your only second factor. Set up another before you remove it.",
        "incorrect_code": "The code is incorrect. Codes change every 30 seconds: enter the one shown now.",
    }

    def encrypt(self, text: str) -> str:
        return factor_encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factor_encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return rules.can_remove_factor(authenticator).allowed

    def get_totp_issuer(self) -> str:
        """The name that the app shows above the code, with the partnership's."""
        schema = current.schema()
        return "SafetyNet" if schema == settings.PUBLIC_SCHEMA_NAME else f"SafetyNet {current.host_label(schema)}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name of the passkey's relying party. Its id is this host."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}"


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that a user ends elsewhere, with an audit row."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            recording.record(events.SESSIONS_ENDED, by=ended[0].user, total=len(ended))
