"""The token endpoints for partner systems: allauth's identity provider, limited to client credentials."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.idp.oidc import views
from django.http import HttpResponse, HttpResponseBase, JsonResponse

from core.access.requests import Request
from core.accounts.allauth_internals import count_attempt
from core.accounts.hashing import TRY_AGAIN_AFTER, TooBusy

View = Callable[[Request], HttpResponse]

CLIENT_CREDENTIALS = "client_credentials"
TRY_LATER = {"error": "temporarily_unavailable", "error_description": "Too many requests. Wait a minute."}
BUSY = {"error": "temporarily_unavailable", "error_description": "The service is busy. Wait a few seconds."}
UNSUPPORTED = {"error": "unsupported_grant_type", "error_description": f"Only {CLIENT_CREDENTIALS} is supported."}


def _limited(view: Callable[[Request], HttpResponseBase]) -> Callable[[Request], HttpResponseBase]:
    """Counts requests that check a client's secret, which all share one limit because each check is costly."""

    @wraps(view)
    def wrapped(request: Request) -> HttpResponseBase:
        if not count_attempt(request, app="allauth.idp.oidc", action="token"):
            return JsonResponse(TRY_LATER, status=HTTPStatus.TOO_MANY_REQUESTS)
        return view(request)

    return wrapped


@_limited
def token(request: Request) -> HttpResponseBase:
    """Issues a short-lived access token for a client's id and secret (RFC 6749, section 4.4)."""
    if request.POST.get("grant_type") != CLIENT_CREDENTIALS:
        return JsonResponse(UNSUPPORTED, status=HTTPStatus.BAD_REQUEST)
    response: HttpResponseBase = views.token(request)
    return response


@_limited
def revoke(request: Request) -> HttpResponseBase:
    """Ends a token (RFC 7009)."""
    response: HttpResponseBase = views.revoke(request)
    return response


def busy_as_json(view: View) -> View:
    """Answers 503 in JSON if a client's secret cannot be checked because too many others are being checked."""

    @wraps(view)
    def wrapped(request: Request) -> HttpResponse:
        try:
            return view(request)
        except TooBusy:
            headers = {"Retry-After": str(TRY_AGAIN_AFTER)}
            return JsonResponse(BUSY, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)

    return wrapped
