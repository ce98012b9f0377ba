"""The page for an error of the service, if the database does not answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.annotations import ClientResponse
from tests.config.test_health import unused_port
from tests.personas import Persona


def asked_without_a_database(client: Client, path: str, patch: pytest.MonkeyPatch) -> ClientResponse:
    """Requests the page in another thread, whose connection fails."""
    client.raise_request_exception = False
    patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    patch.setitem(connection.settings_dict, "PORT", str(unused_port()))
    with ThreadPoolExecutor(1) as pool:
        answer: ClientResponse = pool.submit(client.get, path).result()
    return answer


def test_a_signed_in_user_gets_a_page_with_their_name(alice: Persona, monkeypatch: pytest.MonkeyPatch) -> None:
    assert alice.client.get("/").status_code == 200

    response = asked_without_a_database(alice.client, "/", monkeypatch)

    assert response.status_code == 500
    assert "there is a problem with the service" in response.text
    assert response["X-Request-ID"] in response.text
    assert "Alice" not in response.text
    assert response["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response


def test_a_visitor_gets_the_page_too(erin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    response = asked_without_a_database(erin, "/account/login/", monkeypatch)

    assert response.status_code == 500
    assert response["X-Request-ID"] in response.text
