"""How partner systems authenticate: OAuth 2 with client credentials, by allauth's identity provider."""

from __future__ import annotations

import json
from typing import cast

from allauth.idp.oidc.contrib.ninja.security import TokenAuth
from allauth.idp.oidc.models import Client as TokenClient
from allauth.idp.oidc.models import Token
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.access.guards import with_own_credentials
from core.access.permissions import Permission
from core.access.requests import Request
from core.access.scopes import scopes
from core.accounts import token_endpoints
from core.accounts.allauth_internals import client_id_in_header, count_attempt
from core.audit import recording
from core.intake import actions
from core.intake.models import ApiClient

WRONG_CREDENTIALS = "The client id or secret is wrong."
TOKEN_PATH = "/api/v1/token"  # noqa: S105 (an address)


class BearerOf(TokenAuth):
    """Admits a client with one of these permissions. Sets `request.principal`, for the audit trail and querysets."""

    openapi_type = "oauth2"

    def __init__(self, *permissions: Permission) -> None:
        labels = {scope: permission.label for scope, permission in scopes().items()}
        self.openapi_flows = {"clientCredentials": {"tokenUrl": TOKEN_PATH, "scopes": labels}}
        super().__init__(scope=None)  # `acting` checks scopes, with a message
        self.permissions = permissions

    def __call__(self, request: Request) -> ApiClient | None:
        """The client; None without a valid token. Raises Refused if client or token may not do this."""
        token = super().__call__(request)
        if token is None:
            return None
        client = ApiClient.objects.working().with_sources().known_as(token.client_id).first()
        if client is None:
            return None
        client.acting = client.as_acting(token.get_scopes())
        request.principal = client
        verdicts = [client.acting.can(permission) for permission in self.permissions]
        next((verdict for verdict in verdicts if verdict), verdicts[0]).enforce()
        return client


@csrf_exempt
@require_POST
@with_own_credentials
@token_endpoints.busy_as_json
def token(request: Request) -> HttpResponse:
    """Issues a token for an hour to a client with id and secret (RFC 6749, section 4.4)."""
    client_id = _client_id(request)
    with transaction.atomic():
        # Rotating and revoking take the same lock, so no token is issued while credentials end.
        TokenClient.objects.select_for_update(no_key=True).filter(pk=client_id).first()
        client = ApiClient.objects.working().with_sources().known_as(client_id).first()
        response = cast(HttpResponse, token_endpoints.token(request)) if client else _unknown()
        if response.status_code == 200 and client:
            actions.record_token(client=client, scopes=json.loads(response.content)["scope"].split())
    if response.status_code == 401:
        _record(request, WRONG_CREDENTIALS)
    return response


@csrf_exempt
@require_POST
@with_own_credentials
@token_endpoints.busy_as_json
def revoke(request: Request) -> HttpResponse:
    """Ends a token of the client with this id and secret (RFC 7009). allauth's view would end others' tokens too."""
    client_id = _client_id(request)
    with transaction.atomic():
        client = ApiClient.objects.with_sources().known_as(client_id).first()
        token = Token.objects.by_value(request.POST.get("token", "")).first()
        if client is None or (token and token.client_id != client_id):
            response = _unknown()
        else:
            response = cast(HttpResponse, token_endpoints.revoke(request))
        if response.status_code == 200 and client and token:
            client.acting = client.as_acting(token.get_scopes())
            actions.record_revoked_token(client=client)
    if response.status_code == 401:
        _record(request, WRONG_CREDENTIALS)
    return response


def record_refusal(request: Request) -> None:
    """Records that a bearer token was refused, and whose it was if that is known, but not the token itself."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not value:
        return
    token = Token.objects.by_value(value).first()
    client = ApiClient.objects.known_as(token.client_id).first() if token else None
    if token is None or client is None:
        _record(request, "The access token is unknown, or has been revoked.")
    elif Token.objects.expired().filter(pk=token.pk).exists():
        _record(request, f"The access token of {client} has expired.")
    else:
        _record(request, f"The access token of {client} is refused: the client's agency has left.")


def _record(request: Request, reason: str) -> None:
    """Records a 401 within a limit for each address and partnership, because anybody can cause one."""
    if count_attempt(request, app="allauth.idp.oidc", action="refusal_recorded", key="all", count_get=True):
        recording.refused(request, reason, status=401)


def _client_id(request: Request) -> str:
    """The client id in the form or the Authorization header, as allauth reads it. Not yet verified."""
    client_id = client_id_in_header(request) or request.POST.get("client_id", "")
    return "" if "\x00" in client_id else client_id[:100]


def _unknown() -> HttpResponse:
    """The answer of allauth to a wrong secret, so that nobody learns which clients exist."""
    body = json.dumps({"error": "invalid_client"})
    return HttpResponse(body, status=401, content_type="application/json")
