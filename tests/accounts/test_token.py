"""Getting a token with client credentials. Which clients may have one is checked in `intake`."""

import json
from typing import cast

import pytest
from allauth.core.context import request_context
from allauth.idp.oidc.models import Client as TokenClient
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from core.access.requests import Request
from core.accounts import token_endpoints
from tenants import current

SECRET = "a secret of the partner system"


@pytest.fixture
def token_client(alpha: str) -> TokenClient:
    client = TokenClient(id="system-1", name="Command and control", type=TokenClient.Type.CONFIDENTIAL)
    client.set_secret(SECRET)
    client.set_grant_types([TokenClient.GrantType.CLIENT_CREDENTIALS])
    client.set_scopes(["incident.push"])
    client.save()
    return client


def asks(**changes: str) -> HttpResponse:
    grant = {"grant_type": "client_credentials", "client_id": "system-1", "client_secret": SECRET, **changes}
    request = cast(Request, RequestFactory().post("/api/v1/token", grant))
    request.client_address = request.META["REMOTE_ADDR"]
    with request_context(request):
        return cast(HttpResponse, token_endpoints.token(request))


def error(answer: HttpResponse) -> str:
    return json.loads(answer.content)["error"]


def test_id_and_secret_get_a_token(token_client: TokenClient) -> None:
    answer = asks(scope="incident.push")

    assert answer.status_code == 200
    assert json.loads(answer.content)["token_type"] == "Bearer"
    assert json.loads(answer.content)["scope"] == "incident.push"


def test_a_wrong_secret_gets_none(token_client: TokenClient) -> None:
    answer = asks(client_secret="another")

    assert answer.status_code == 401
    assert error(answer) == "invalid_client"


def test_a_scope_that_was_not_granted_gets_none(token_client: TokenClient) -> None:
    assert error(asks(scope="incident.export")) == "invalid_scope"


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", "password", "device_code", ""])
def test_there_is_no_other_way(token_client: TokenClient, grant: str) -> None:
    answer = asks(grant_type=grant)

    assert answer.status_code == 400
    assert error(answer) == "unsupported_grant_type"


def test_a_partner_system_of_one_partnership_is_unknown_in_another(token_client: TokenClient) -> None:
    with current.entered("beta"):
        assert asks().status_code == 401


def test_asking_is_limited(token_client: TokenClient, settings: Settings) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"token": "2/m/ip"}

    assert [asks(client_secret="another").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/identity/o/authorize", "/api/v1/device/code"])
def test_nothing_else_of_the_provider_is_there(erin: Client, path: str) -> None:
    assert erin.get(path).status_code == 404
