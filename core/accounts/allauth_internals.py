"""Internal functions of allauth that SafetyNet uses. Any release of allauth may change them.

allauth has no public functions for this: `allauth.core.ratelimit` cannot undo an attempt, count a GET request or read
another app's rates, and no public function records an authentication or creates a passkey that works without a
password. A test allows imports from `allauth.….internal` in this module only. For each function here,
`tests/accounts/test_allauth_internals.py` has a test that fails if allauth changes it.
"""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.login import record_authentication as _record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import extract_basic_auth
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.http import HttpRequest, HttpResponse

from core.accounts.models import User

__all__ = ["RateLimitUsage"]


def count_attempt(
    request: HttpRequest, *, app: str, action: str, key: str | None = None, count_get: bool = False
) -> RateLimitUsage | None:
    """Counts a request against the app's rate for the action. Returns None if there were too many.

    GET requests are counted only if `count_get` is true. The result's `rollback` undoes the attempt.
    """
    return ratelimit.consume(request, app=app, action=action, key=key, limit_get=count_get)


def join_attempts(*attempts: RateLimitUsage) -> RateLimitUsage:
    """One result whose `rollback` undoes all of these attempts."""
    return RateLimitUsage([usage for attempt in attempts for usage in attempt.usage])


def clear_attempts(request: HttpRequest, *, app: str, action: str, key: str) -> None:
    """Forgets the attempts that were counted under the key."""
    ratelimit.clear(request, app=app, action=action, key=key)


def client_id_in_header(request: HttpRequest) -> str | None:
    """The client id of a Basic Authorization header, read as allauth's token endpoint reads it; None without one."""
    client_id: str | None = extract_basic_auth(request.headers)[0]
    return client_id


def record_authentication(request: HttpRequest, method: str, **details: Any) -> None:
    """Adds to the session's list of what the user has proved, which `get_authentication_records` returns."""
    _record_authentication(request, request.user, method, **details)


def sign_in_with_password(request: HttpRequest, user: User) -> HttpResponse:
    """Continues as allauth's sign-in form does after a correct password: on to the second factor."""
    login = Login(user=user, email=user.email)
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    return response


def passkey_creation_options(user: User) -> dict[str, Any]:
    """What a browser needs to create a passkey that signs in without a password."""
    options: dict[str, Any] = begin_registration(user, passwordless=True)
    return options


def one_time_code(secret: str, counter: int) -> str:
    """The code that an authenticator app shows for the secret in a period of 30 seconds."""
    digits: str = format_hotp_value(hotp_value(secret, counter))
    return digits
