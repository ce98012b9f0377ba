"""What people type to sign in: allauth's forms in our words, and the little that allauth lacks."""

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

TAKEN_FOR = 3 * 60  # seconds; longer than any one-time code is good for


class InOurWords:
    """Labels, hints and what an empty box is answered come from the class; nothing is written inside of the boxes."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}
    demands: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.error_messages["required"] = self.demands.get(name, field.error_messages["required"])
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))


class SignInForm(InOurWords, account.LoginForm):
    labels = {"login": "Email address", "password": "Password"}
    demands = {"login": "Type your email address.", "password": "Type your password."}
    attributes = {"login": {"autocomplete": "username"}}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": "Password"}
    demands = {"password": "Type your password."}


# New passwords -------------------------------------------------------------------------------------------------------


class NewPassword(InOurWords):
    """A password typed twice."""

    labels = {"oldpassword": "Current password", "password1": "New password", "password2": "New password again"}
    hints = {"password1": "At least 12 characters. Three words that do not belong together are easy to remember."}
    demands = {
        "oldpassword": "Type your current password.",
        "password1": "Choose a password.",
        "password2": "Type the password again.",
    }


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    """By somebody who knows the old one."""


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    """By somebody who followed a link."""


class AcceptInvitationForm(NewPassword, account.SetPasswordForm):
    """By somebody who never had one."""

    labels = {"password1": "Password", "password2": "Password again"}


class ResetPasswordForm(forms.Form):
    """An address to send a link to, whoever's it is. allauth's view calls `save`."""

    email = forms.EmailField(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": "Type your email address."},
    )

    def save(self, request: HttpRequest) -> None:
        actions.ask_for_reset(email=self.cleaned_data["email"])


# Second factors ------------------------------------------------------------------------------------------------------


class Code(InOurWords):
    """A one-time code from an app, or a recovery code."""

    labels = {"code": "Code"}
    demands = {"code": "Type the code."}
    attributes = {"code": {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}}


class TakenOnce(Code):
    """A code that is taken once. allauth forgets what it took after half a minute, while a code is good for longer."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        attempt = attempts.count(context.request, self.user.email, "code")
        if attempt is None:
            raise AccountAdapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not _take(code, self.user):
            raise FactorAdapter().validation_error("incorrect_code")
        attempt.rollback()
        return code


def _take(code: str, user: User) -> bool:
    """Marks a code of the user's app as used. Returns False if it was used before."""
    digits = "".join(filter(str.isdigit, code))
    return cache.add(f"accounts.code-taken:{user.pk}:{digits}", True, timeout=TAKEN_FOR)


class AuthenticateForm(TakenOnce, factors.AuthenticateForm):
    """At sign-in."""


class ReauthenticateByCodeForm(TakenOnce, factors.ReauthenticateForm):
    """Before a change to one's account."""


class SetUpAppForm(Code, totp.ActivateTOTPForm):
    """The first code that a new app shows. It is used up by that, and is not good for signing in."""

    labels = {"code": "Code that the app shows"}

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not _take(code, self.user):
            raise FactorAdapter().validation_error("incorrect_code")
        return code


class _JSONDecoder(json.JSONDecoder):
    """Raises JSONDecodeError for a number of 5,000 digits and for 5,000 nested brackets too, unlike Python's own."""

    def decode(self, text: str, *more: Any) -> Any:
        try:
            return super().decode(text, *more)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(str(error), "", 0) from error


class _Credential(forms.Form):
    """What the browser answers for a passkey."""

    credential = forms.JSONField(widget=forms.HiddenInput, decoder=_JSONDecoder)


class AuthenticateByPasskeyForm(_Credential, webauthn.AuthenticateWebAuthnForm):
    """At sign-in, after the password."""


class SignInByPasskeyForm(_Credential, webauthn.LoginWebAuthnForm):
    """Instead of a password."""


class ReauthenticateByPasskeyForm(_Credential, webauthn.ReauthenticateWebAuthnForm):
    """Before a change to one's account."""


class AddPasskeyForm(_Credential, InOurWords, webauthn.AddWebAuthnForm):
    """What the browser made, and what its owner calls it. It always asks who is there: nothing to choose."""

    passwordless = None
    labels = {"name": "Name of this passkey"}
    demands = {"credential": "Use the button, and follow what the browser says."}
    hints = {"name": "So that you know it again, such as “work laptop”."}


class RenamePasskeyForm(InOurWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey. allauth's view calls `save`."""

    labels = {"name": "Name of this passkey"}
    demands = {"name": "Give the passkey a name."}

    def save(self) -> Authenticator:
        actions.rename_passkey(passkey=self.instance, name=self.cleaned_data["name"])
        return self.instance
