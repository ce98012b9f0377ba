"""Limits on attempts at a password or a code: by client address and, separately, by account and device.

All devices that an account has never signed in on share one limit. Each known device has its own, so attempts
elsewhere do not lock a user out. The rates are in the setting ACCOUNT_RATE_LIMITS.
"""

from typing import Literal

from django.http import HttpRequest

from core.accounts import devices
from core.accounts.allauth_internals import RateLimitUsage, clear_attempts, count_attempt, join_attempts

APP = "allauth.account"  # the app whose setting holds the rates
Step = Literal["password", "code"]


def count(request: HttpRequest, email: str, step: Step) -> RateLimitUsage | None:
    """Counts one attempt; returns None if there were too many. After a correct attempt, `rollback` removes this one.

    Only this one: if it cleared the whole count, an attacker could sign in to their own account now and then, and try
    the passwords of other accounts without limit.
    """
    by_address = count_attempt(request, app=APP, action="guess_by_address")
    if by_address is None:
        return None
    by_account = count_attempt(request, app=APP, action="guess_by_account", key=_key(request, email, step))
    if by_account is None:
        return None
    return join_attempts(by_address, by_account)


def forget(request: HttpRequest, email: str) -> None:
    """Clears the count of wrong passwords of an account, after its password was changed by a link."""
    clear_attempts(request, app=APP, action="guess_by_account", key=_key(request, email, "password"))


def _key(request: HttpRequest, email: str, step: Step) -> str:
    return f"{step}:{email.strip().lower()}:{devices.known(request, email)}"
