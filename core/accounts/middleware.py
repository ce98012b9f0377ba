"""Middleware for the client's address, busy password checks, session limits and the second factor."""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.access.requests import Request
from core.accounts import events, second_factor, sessions
from core.accounts.hashing import TRY_AGAIN_AFTER, TooBusy
from core.accounts.models import User
from core.audit import recording

GetResponse = Callable[[Request], HttpResponseBase]


class ClientAddressMiddleware:
    """Sets `request.client_address`, for the audit trail and for the limits on attempts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.client_address = client_address(request)
        return self.get_response(request)


def client_address(request: Request) -> str | None:
    """The address that the outermost of our own proxies saw.

    Anybody can send X-Forwarded-For, so only what our own proxies appended counts: with two proxies, the second entry
    from the right. A request with fewer entries did not come through all proxies; its peer is its sender.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(hops) and (address := _parsed(hops[-proxies])):
        return address
    return _parsed(request.META.get("REMOTE_ADDR", ""))


def _parsed(written: str) -> str | None:
    """Parses an address as proxies write it, with or without a port; None if it is not one.

    An IPv4 address mapped into IPv6 becomes IPv4, because the limits treat the first half of an IPv6 address as one
    sender.
    """
    for read in (str.strip, _without_port):
        try:
            address = ip_address(read(written).partition("%")[0])
        except ValueError:
            continue
        return str(getattr(address, "ipv4_mapped", None) or address)
    return None


def _without_port(written: str) -> str:
    return urlsplit(f"//{written.strip()}").hostname or ""


class BusyMiddleware:
    """Answers 503 if a password cannot be checked because too many others are being checked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooBusy):
            return None
        response = render(request, "errors/busy.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
        return response


class SessionLimitsMiddleware:
    """Ends a session that has been idle for too long, or that has lasted a working day."""

    MESSAGES = {
        "idle": "You were signed out because you were inactive.",
        "absolute": "You were signed out because you signed in many hours ago.",
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated:
            if end := sessions.end_of(request.session):
                self._end(request, user, end)
            else:
                sessions.touch(request.session)
        return self.get_response(request)

    def _end(self, request: Request, user: User, end: sessions.End) -> None:
        recording.record(events.SESSION_RAN_OUT, by=user, reason=end)
        request.session.flush()
        request.user = AnonymousUser()
        messages.info(request, self.MESSAGES[end])


class SecondFactorMiddleware:
    """Sets `request.second_factor`, which the guards check."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.second_factor = second_factor.is_proved(request)
        return self.get_response(request)
