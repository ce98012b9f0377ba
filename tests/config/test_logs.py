"""Each request is one line; no line ever carries personal data."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config import logs
from tests.config.urls import ADDRESS, CANARY

PIECES = [*CANARY.split(), ADDRESS, "featherstonehaugh"]


class Written:
    """The log lines written during a test."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, event: str) -> dict[str, Any]:
        """The one line of this event."""
        (line,) = [line for line in self.lines if line["event"] == event]
        return line

    def names_somebody(self) -> bool:
        return any(piece.lower() in self.text.lower() for piece in PIECES)


@pytest.fixture(params=[False])
def written(request: pytest.FixtureRequest) -> Iterator[Written]:
    """The lines of the service's own formatter, as production has them unless parametrized to be readable."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter(readable=request.param))
    handler.addFilter(logs.NotTwice())
    logging.getLogger().addHandler(handler)
    yield Written(stream)
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line(canary_client: Client, written: Written) -> None:
    response = canary_client.get("/fine/42/", headers={"X-Request-ID": "from-the-proxy-1"})

    (line,) = written.lines
    assert (
        line.items()
        >= {
            "event": "answered",
            "tenant": "alpha",
            "request_id": "from-the-proxy-1",
            "method": "GET",
            "route": "/fine/<str:who>/",
            "status": 200,
            "level": "info",
        }.items()
    )
    assert line["milliseconds"] > 0
    assert response["X-Request-ID"] == "from-the-proxy-1"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space inside", "<script>alert(1)", "new\tline-12345"])
def test_an_unsafe_request_id_is_replaced(canary_client: Client, written: Written, given: str) -> None:
    response = canary_client.get("/fine/42/", headers={"X-Request-ID": given})

    assert response["X-Request-ID"] != given
    assert written.of("answered")["request_id"] == response["X-Request-ID"]
    assert logs.REQUEST_ID.fullmatch(response["X-Request-ID"])


@pytest.mark.parametrize("written", [False, True], indirect=True, ids=["json", "readable"])
@pytest.mark.parametrize("page", ["fine", "fails"])
def test_a_name_in_a_request_is_never_written(canary_client: Client, written: Written, page: str) -> None:
    response = canary_client.post(
        f"/{page}/{CANARY}/?name={CANARY}",
        {"name": CANARY, "email": ADDRESS},
        headers={"User-Agent": CANARY, "Referer": f"https://testserver/?q={CANARY}"},
    )

    assert response.status_code == {"fine": 200, "fails": 500}[page]
    assert f"/{page}/<str:who>/" in written.text
    assert not written.names_somebody()


def test_a_failure_is_logged_by_types_and_places(canary_client: Client, written: Written) -> None:
    canary_client.get("/fails/42/")

    failure = written.of(logs.WITHHELD)
    assert (failure["logger"], failure["level"], failure["tenant"]) == ("django.request", "error", "alpha")
    assert re.fullmatch(r"django/utils/log\.py:\d+ log_response", failure["place"])
    assert failure["route"] == "/fails/<str:who>/"
    assert [each["type"] for each in failure["error"]] == ["LookupError", "ValueError"]
    assert failure["error"][0]["places"][-1].startswith("tests/config/urls.py:")
    assert failure["request_id"] == written.of("answered")["request_id"]


def test_a_message_that_django_logs_is_withheld(canary_client: Client, written: Written) -> None:
    response = canary_client.get("/suspicious/")

    assert response.status_code == 400
    assert written.of(logs.WITHHELD)["logger"] == "django.security.SuspiciousOperation"
    assert not written.names_somebody()


def test_fields_that_are_not_allowed_are_removed(canary_client: Client, written: Written) -> None:
    canary_client.get("/chatters/")

    withheld = [line for line in written.lines if line["event"] == logs.WITHHELD]
    assert [(line["logger"], line["level"]) for line in withheld] == [("library", "warning")] * 2
    assert all(re.fullmatch(r"tests/config/urls\.py:\d+ chatters", line["place"]) for line in withheld)
    assert written.of("person.greeted").items() >= {"count": 1, "withheld": ["person"]}.items()
    assert written.of("mail.sent")["command"] == "to [email]"
    assert written.of("greeting.failed")["error"][0]["type"] == "ValueError"
    assert not written.names_somebody()


def test_an_unknown_host_is_logged_without_its_name(db: None, written: Written) -> None:
    response = Client(headers={"host": "featherstonehaugh.example"}).get("/", secure=True)

    assert response.status_code == 404
    assert written.of("answered").items() >= {"status": 404, "route": "", "tenant": ""}.items()
    assert not written.names_somebody()


def test_probes_are_not_logged(db: None, written: Written) -> None:
    Client().get("/livez")

    assert written.text == ""
