"""How a partner's system gets its token: allauth's identity provider, for client credentials and nothing else."""

from http import HTTPStatus

from allauth.core.internal import ratelimit
from allauth.idp.oidc import views
from django.http import HttpRequest, HttpResponseBase, JsonResponse

CLIENT_CREDENTIALS = "client_credentials"
TRY_LATER = {"error": "temporarily_unavailable", "error_description": "Too many requests. Wait a minute."}
UNSUPPORTED = {"error": "unsupported_grant_type", "error_description": f"Only {CLIENT_CREDENTIALS} is supported."}


def token(request: HttpRequest) -> HttpResponseBase:
    """A short-lived access token for a client's id and secret (RFC 6749, section 4.4)."""
    if not ratelimit.consume(request, app="allauth.idp.oidc", action="token"):
        return JsonResponse(TRY_LATER, status=HTTPStatus.TOO_MANY_REQUESTS)
    if request.POST.get("grant_type") != CLIENT_CREDENTIALS:
        return JsonResponse(UNSUPPORTED, status=HTTPStatus.BAD_REQUEST)
    response: HttpResponseBase = views.token(request)
    return response
