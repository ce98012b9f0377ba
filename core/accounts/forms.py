"""Forms for signing in: allauth's with our labels, and a few that allauth does not have."""

import json
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.http import HttpRequest

from core.accounts import actions, attempts
from core.accounts.adapters import AccountAdapter, FactorAdapter
from core.accounts.models import User

USED_CODE_KEPT_FOR = 3 * 60  # seconds; longer than a one-time code is valid


class OurLabels:
    """Sets labels, hints and the errors for empty fields from the class, and removes placeholders."""

    fields: dict[str, forms.Field]
    labels: dict[str, str] = {}
    hints: dict[str, str] = {}
    required: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.error_messages["required"] = self.required.get(name, field.error_messages["required"])
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))


class SignInForm(OurLabels, account.LoginForm):
    labels = {"login": "Email address", "password": "Password"}
    required = {"login": "Enter your email address.", "password": "Enter your password."}
    attributes = {"login": {"autocomplete": "username"}}


class ReauthenticateForm(OurLabels, account.ReauthenticateForm):
    labels = {"password": "Password"}
    required = {"password": "Enter your password."}


# New passwords -------------------------------------------------------------------------------------------------------


class NewPassword(OurLabels):
    """A new password, entered twice."""

    labels = {"oldpassword": "Current password", "password1": "New password", "password2": "New password again"}
    hints = {"password1": "Use at least 12 characters. Three random words are easy to remember."}
    required = {
        "oldpassword": "Enter your current password.",
        "password1": "Enter a password.",
        "password2": "Enter the password again.",
    }


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    """Changes a password. The user enters the current one too."""


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    """Sets a new password, after a link to reset it."""


class AcceptInvitationForm(NewPassword, account.SetPasswordForm):
    """Sets the first password, after an invitation."""

    labels = {"password1": "Password", "password2": "Password again"}


class ResetPasswordForm(forms.Form):
    """The address to send a link to. allauth's view calls `save`."""

    email = forms.EmailField(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": "Enter your email address."},
    )

    def save(self, request: HttpRequest) -> None:
        actions.ask_for_reset(email=self.cleaned_data["email"])


# Second factors ------------------------------------------------------------------------------------------------------


class Code(OurLabels):
    """A one-time code from an app, or a recovery code."""

    labels = {"code": "Code"}
    required = {"code": "Enter the code."}
    attributes = {"code": {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}}


class SingleUseCode(Code):
    """A code that is accepted once. allauth remembers used codes for 30 seconds, but a code is valid for longer."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        attempt = attempts.count(context.request, self.user.email, "code")
        if attempt is None:
            raise AccountAdapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not _mark_used(code, self.user):
            raise FactorAdapter().validation_error("incorrect_code")
        attempt.rollback()
        return code


def _mark_used(code: str, user: User) -> bool:
    """Marks a code of the user's app as used. Returns False if it was used before."""
    digits = "".join(filter(str.isdigit, code))
    return cache.add(f"accounts.code-taken:{user.pk}:{digits}", True, timeout=USED_CODE_KEPT_FOR)


class AuthenticateForm(SingleUseCode, factors.AuthenticateForm):
    """At sign-in."""


class ReauthenticateByCodeForm(SingleUseCode, factors.ReauthenticateForm):
    """Before a change to one's account."""


class SetUpAppForm(Code, totp.ActivateTOTPForm):
    """The first code that a new app shows. It cannot be used again to sign in."""

    labels = {"code": "Code shown in the app"}

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not _mark_used(code, self.user):
            raise FactorAdapter().validation_error("incorrect_code")
        return code


class _JSONDecoder(json.JSONDecoder):
    """Raises JSONDecodeError for a number of 5,000 digits and for 5,000 nested brackets too, unlike Python's."""

    def decode(self, text: str, *more: Any) -> Any:
        try:
            return super().decode(text, *more)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(str(error), "", 0) from error


class _Credential(forms.Form):
    """The browser's response for a passkey."""

    credential = forms.JSONField(widget=forms.HiddenInput, decoder=_JSONDecoder)


class AuthenticateByPasskeyForm(_Credential, webauthn.AuthenticateWebAuthnForm):
    """At sign-in, after the password."""


class SignInByPasskeyForm(_Credential, webauthn.LoginWebAuthnForm):
    """Instead of a password."""


class ReauthenticateByPasskeyForm(_Credential, webauthn.ReauthenticateWebAuthnForm):
    """Before a change to one's account."""


class AddPasskeyForm(_Credential, OurLabels, webauthn.AddWebAuthnForm):
    """The passkey that the browser made, and a name for it. Passkeys always verify the user, so there is no choice."""

    passwordless = None
    labels = {"name": "Name of this passkey"}
    required = {"credential": "Select the button and follow your browser's instructions."}
    hints = {"name": "To recognise it later, for example “work laptop”."}


class RenamePasskeyForm(OurLabels, webauthn.EditWebAuthnForm):
    """Another name for a passkey. allauth's view calls `save`."""

    labels = {"name": "Name of this passkey"}
    required = {"name": "Enter a name for the passkey."}

    def save(self) -> Authenticator:
        actions.rename_passkey(passkey=self.instance, name=self.cleaned_data["name"])
        return self.instance
