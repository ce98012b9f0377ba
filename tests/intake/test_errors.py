"""Every error of the web API is JSON."""

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from core.intake import actions
from core.intake.problems import JsonErrorsMiddleware
from tests.annotations import ClientResponse
from tests.personas import browser_at
from tests.reports import System, report

BATCHES = "/api/v1/incidents/batches"


def detail(answer: Any, status: int) -> str:
    """The message of a JSON error."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"].startswith("application/json")
    message: str = answer.json()["detail"]
    return message


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/incidents", "/api/v1/incidents/a/b"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_an_unknown_path(system: System, path: str, method: str) -> None:
    answer = system.http.generic(method, path, headers=system._headers())

    assert detail(answer, 404)


@pytest.mark.parametrize("host", ["alpha.public.testserver", "testserver", "nobody.testserver"])
def test_a_host_that_has_no_web_api(db: None, host: str) -> None:
    assert detail(browser_at(host).get("/api/v1/incidents"), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", BATCHES, "POST"),
        ("DELETE", "/api/v1/incidents", "GET"),
        ("GET", "/api/v1/token", "POST"),
        ("GET", "/api/v1/revoke", "POST"),
        ("POST", "/api/v1/docs", "GET, HEAD"),
        ("POST", "/api/v1/openapi.json", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_accepted(system: System, method: str, path: str, allowed: str) -> None:
    answer = system.http.generic(method, path, headers=system._headers())

    assert "does not accept this method" in detail(answer, 405)
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_without_the_content_type_of_json(system: System, content_type: str) -> None:
    answer = system.http.generic(
        "POST",
        BATCHES,
        json.dumps({"incidents": [report()]}).encode(),
        content_type,
        headers={**system._headers(), "Idempotency-Key": "once"},
    )

    assert detail(answer, 415) == "Send JSON, with the header Content-Type: application/json."


def test_a_charset_in_the_content_type_is_accepted(system: System) -> None:
    answer = system.http.post(
        BATCHES,
        json.dumps({"incidents": [report()]}),
        content_type="application/json; charset=utf-8",
        headers={**system._headers(), "Idempotency-Key": "once"},
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            '{"incidents": [{"level": 4, "level": 1}]}',
            'The name "level" comes twice in one object. Send each name once.',
        ),
        ('{"incidents": [{"level": 4, "le\\u0076el": 1}]}', 'The name "level" comes twice in one object.'),
        ('{"incidents": [NaN]}', "NaN is not JSON."),
        ("{", "The text is not JSON."),
    ],
)
def test_a_body_that_cannot_be_read(system: System, body: str, reason: str) -> None:
    assert reason in detail(system.send(body=body), 400)


def test_an_error_in_the_service(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr(actions, "receive_batch", fails)
    system.http.raise_request_exception = False

    message = detail(system.send(report()), 500)

    assert "Send the same request again" in message
    assert "plug" not in message


@pytest.mark.parametrize("status", [400, 403, 418, 429, 502, 503])
def test_an_error_of_any_middleware(rf: RequestFactory, status: int) -> None:
    def answers(_: HttpRequest) -> HttpResponse:
        return HttpResponse("<p>Not now</p>", status=status, headers={"Retry-After": "60", "Content-Encoding": "gzip"})

    answer = JsonErrorsMiddleware(answers)(rf.get("/api/v1/incidents"))

    assert isinstance(answer, ClientResponse)
    assert json.loads(answer.content)["detail"]
    assert (answer.headers["Retry-After"], answer.has_header("Content-Encoding")) == ("60", False)


def test_too_much_for_the_token_endpoint(system: System, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = system.ask_for_token(scope="x" * 200)

    assert detail(answer, 400)


def test_too_many_requests(system: System, settings: Settings) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"token": "1/m/ip"}
    system.ask_for_token()

    answer = system.ask_for_token()

    assert answer.status_code == 429
    assert answer.json()["error_description"] == "Too many requests. Wait a minute."


def test_pages_for_people_stay_pages(erin: Client) -> None:
    answer = erin.get("/nothing")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_search_words_that_are_not_text(system: System) -> None:
    answer = system.http.post(
        "/api/v1/incidents/search", '{"words": "\\ud800"}', content_type="application/json", headers=system._headers()
    )

    assert answer.status_code == 422
    reason = "This text has characters that cannot be read. Type it again."
    assert answer.json()["errors"] == [{"field": "words", "reason": reason}]
