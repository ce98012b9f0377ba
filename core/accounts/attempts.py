"""How often somebody may guess a password or a code: by client address and, separately, by account and device.

Guesses at an account from devices that it has never signed in on share one count. Each known device has its own, so
nobody is locked out by guesses made elsewhere. The rates are in the setting ACCOUNT_RATE_LIMITS.
"""

from typing import Literal

from django.http import HttpRequest

from core.accounts import devices
from core.accounts.allauth_internals import RateLimitUsage, clear_attempts, count_attempt, join_attempts

APP = "allauth.account"  # whose setting has the rates
Step = Literal["password", "code"]


def count(request: HttpRequest, email: str, step: Step) -> RateLimitUsage | None:
    """Counts one guess; None if there were too many. After a right guess, `rollback` takes this one back.

    Only this one: if a right guess cleared the count, somebody with an account of their own could sign in now and
    then, and guess at other accounts without limit.
    """
    by_address = count_attempt(request, app=APP, action="guess_by_address")
    if by_address is None:
        return None
    by_account = count_attempt(request, app=APP, action="guess_by_account", key=_key(request, email, step))
    if by_account is None:
        return None
    return join_attempts(by_address, by_account)


def forget(request: HttpRequest, email: str) -> None:
    """Clears the count of wrong passwords of an account whose password was changed by a link."""
    clear_attempts(request, app=APP, action="guess_by_account", key=_key(request, email, "password"))


def _key(request: HttpRequest, email: str, step: Step) -> str:
    return f"{step}:{email.strip().lower()}:{devices.known(request, email)}"
