"""Where a partner's system gets its token."""

import pytest
from allauth.idp.oidc.models import Client as Machine
from django.http import HttpResponse
from django.test import Client

from tenants import current

SECRET = "a secret of the machine"
GRANT = {"grant_type": "client_credentials", "client_id": "machine-1", "client_secret": SECRET}


@pytest.fixture
def machine(alpha: str) -> Machine:
    client = Machine(id="machine-1", name="Command and control", type=Machine.Type.CONFIDENTIAL)
    client.set_secret(SECRET)
    client.set_grant_types([Machine.GrantType.CLIENT_CREDENTIALS])
    client.set_scopes(["incident.push"])
    client.save()
    return client


def asks(browser: Client, **changes: str) -> HttpResponse:
    return browser.post("/api/v1/token", {**GRANT, **changes})


def test_id_and_secret_get_a_token(machine: Machine, erin: Client) -> None:
    answer = asks(erin, scope="incident.push")

    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["scope"] == "incident.push"


def test_a_wrong_secret_gets_none(machine: Machine, erin: Client) -> None:
    answer = asks(erin, client_secret="another")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_a_scope_that_was_not_granted_gets_none(machine: Machine, erin: Client) -> None:
    assert asks(erin, scope="incident.export").json()["error"] == "invalid_scope"


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", "password", "device_code", ""])
def test_there_is_no_other_way(machine: Machine, erin: Client, grant: str) -> None:
    answer = asks(erin, grant_type=grant)

    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"


def test_a_machine_of_one_partnership_is_unknown_in_another(machine: Machine, client_for) -> None:
    with current.entered("beta"):
        answer = asks(client_for("beta"))

    assert answer.status_code == 401


def test_it_is_asked_by_post(machine: Machine, erin: Client) -> None:
    assert erin.get("/api/v1/token").status_code == 405


def test_asking_is_limited(machine: Machine, erin: Client, settings) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"token": "2/m/ip"}

    assert [asks(erin, client_secret="another").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/identity/o/authorize", "/api/v1/device/code"])
def test_nothing_else_of_the_provider_is_there(erin: Client, path: str) -> None:
    assert erin.get(path).status_code == 404
