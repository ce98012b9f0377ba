"""Devices that a user has signed in on, known by a signed cookie, so that attempts elsewhere do not lock them out.

See docs/adr/0017, which follows OWASP's "device cookies". The cookie does not sign anybody in.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from core.accounts.models import User
from tenants import current

COOKIE = "__Host-devices"
MOST_ACCOUNTS = 5  # per device, which several people may share


def known(request: HttpRequest, email: str) -> str:
    """Returns the id of the device if the account has signed in on it; empty otherwise."""
    device, marks = _read(request)
    return device if _mark(device, email) in marks else ""


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Sets the cookie after a complete sign-in. It keeps the accounts that signed in on the device before."""
    device, marks = _read(request)
    device = device or secrets.token_urlsafe(16)
    mark = _mark(device, user.email)
    others = [each for each in marks if each != mark]
    response.set_cookie(
        COOKIE,
        signing.dumps([device, [*others, mark][-MOST_ACCOUNTS:]], salt=_salt()),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=True,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Returns the device's id and the marks of its accounts; empty if the cookie is missing, too old or not ours."""
    try:
        content: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(), max_age=settings.DEVICE_COOKIE_AGE)
    except signing.BadSignature:
        return "", []
    device, marks = content
    return device, marks


def _mark(device: str, email: str) -> str:
    """A digest of an account on this device, from which the address cannot be read."""
    value = f"{current.schema()}:{device}:{email.strip().lower()}"
    return salted_hmac("core.accounts.devices", value, algorithm="sha256").hexdigest()[:32]


def _salt() -> str:
    return f"core.accounts.devices:{current.schema()}"
