"""The security headers of every response."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.annotations import ClientResponse
from tests.personas import Persona

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

RESPONSES: dict[str, tuple[int, Callable[[Client], ClientResponse]]] = {
    "page": (200, lambda client: client.get("/fine/42/")),
    "missing": (404, lambda client: client.get("/nowhere/")),
    "failure": (500, lambda client: client.get("/fails/42/")),
    "bad request": (400, lambda client: client.get("/suspicious/")),
    "forged form": (403, lambda client: client_without_csrf_token(client).post("/fine/42/")),
    "unknown host": (404, lambda client: client.get("/", headers={"host": "nobodys.example"})),
    "to HTTPS": (301, lambda client: client.get("/fine/42/", headers={"X-Forwarded-Proto": "http"})),
    "probe": (200, lambda client: client.get("/livez")),
}


def client_without_csrf_token(client: Client) -> Client:
    """A client that checks CSRF, and sends forms without a token."""
    client.handler.enforce_csrf_checks = True
    return client


@pytest.fixture(params=RESPONSES)
def response(request: pytest.FixtureRequest, canary_client: Client) -> ClientResponse:
    """One response of each kind."""
    status, ask = RESPONSES[request.param]
    response = ask(canary_client)
    assert response.status_code == status
    return response


def test_every_response_has_the_security_headers(response: ClientResponse) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip()
    )

    assert policy == POLICY
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_no_response_is_cached(response: ClientResponse) -> None:
    assert response["Cache-Control"] == "no-store"


def test_a_page_requires_https_and_cannot_be_framed(canary_client: Client) -> None:
    response = canary_client.get("/fine/42/")

    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_a_page_with_a_session_is_never_cached(alice: Persona) -> None:
    response = alice.client.get("/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


def test_a_public_page_can_be_cached(canary_client: Client, settings: Settings) -> None:
    response = canary_client.get("/cacheable/", headers={"host": "alpha.public.testserver"})

    assert response["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("host", ["alpha.testserver", "testserver"])
def test_a_workspace_page_cannot_be_cached(canary_client: Client, host: str) -> None:
    response = canary_client.get("/cacheable/", headers={"host": host})

    assert response["Cache-Control"] == "no-store"


def test_static_files_are_cached(db: None, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS = [tmp_path]

    response = Client().get("/static/page.css", secure=True)

    assert response.status_code == 200
    assert "max-age=" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue() == b"a {}"
