"""Each request is one line of the log. No line contains personal data."""

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

NAMES = [*CANARY.split(), ADDRESS, "featherstonehaugh"]


class Log:
    """The log lines of a test."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def line_of(self, event: str) -> dict[str, Any]:
        """Returns the only line of this event."""
        (line,) = [line for line in self.lines if line["event"] == event]
        return line

    def has_personal_data(self) -> bool:
        return any(name.lower() in self.text.lower() for name in NAMES)


@pytest.fixture(params=[False])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    """The lines written with the service's formatter: as in production, or readable if parametrized."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter(readable=request.param))
    handler.addFilter(logs.NotTwice())
    logging.getLogger().addHandler(handler)
    yield Log(stream)
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line(canary_client: Client, log: Log) -> None:
    response = canary_client.get("/fine/42/", headers={"X-Request-ID": "from-the-proxy-1"})

    (line,) = log.lines
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
def test_an_invalid_request_id_is_replaced(canary_client: Client, log: Log, given: str) -> None:
    response = canary_client.get("/fine/42/", headers={"X-Request-ID": given})

    assert response["X-Request-ID"] != given
    assert log.line_of("answered")["request_id"] == response["X-Request-ID"]
    assert logs.REQUEST_ID.fullmatch(response["X-Request-ID"])


@pytest.mark.parametrize("log", [False, True], indirect=True, ids=["json", "readable"])
@pytest.mark.parametrize("page", ["fine", "fails"])
def test_a_name_in_a_request_is_never_logged(canary_client: Client, log: Log, page: str) -> None:
    response = canary_client.post(
        f"/{page}/{CANARY}/?name={CANARY}",
        {"name": CANARY, "email": ADDRESS},
        headers={"User-Agent": CANARY, "Referer": f"https://testserver/?q={CANARY}"},
    )

    assert response.status_code == {"fine": 200, "fails": 500}[page]
    assert f"/{page}/<str:who>/" in log.text
    assert not log.has_personal_data()


def test_a_failure_is_logged_with_types_and_locations_only(canary_client: Client, log: Log) -> None:
    canary_client.get("/fails/42/")

    failure = log.line_of(logs.WITHHELD)
    assert (failure["logger"], failure["level"], failure["tenant"]) == ("django.request", "error", "alpha")
    assert re.fullmatch(r"django/utils/log\.py:\d+ log_response", failure["place"])
    assert failure["route"] == "/fails/<str:who>/"
    assert [each["type"] for each in failure["error"]] == ["LookupError", "ValueError"]
    assert failure["error"][0]["places"][-1].startswith("tests/config/urls.py:")
    assert failure["request_id"] == log.line_of("answered")["request_id"]


def test_a_message_that_django_logs_is_withheld(canary_client: Client, log: Log) -> None:
    response = canary_client.get("/suspicious/")

    assert response.status_code == 400
    assert log.line_of(logs.WITHHELD)["logger"] == "django.security.SuspiciousOperation"
    assert not log.has_personal_data()


def test_personal_data_is_removed_from_careless_log_calls(canary_client: Client, log: Log) -> None:
    canary_client.get("/logs-names/")

    withheld = [line for line in log.lines if line["event"] == logs.WITHHELD]
    assert [(line["logger"], line["level"]) for line in withheld] == [("library", "warning")] * 2
    assert all(re.fullmatch(r"tests/config/urls\.py:\d+ logs_names", line["place"]) for line in withheld)
    assert log.line_of("person.greeted").items() >= {"count": 1, "withheld": ["person"]}.items()
    assert log.line_of("mail.sent")["command"] == "to [email]"
    assert log.line_of("greeting.failed")["error"][0]["type"] == "ValueError"
    assert not log.has_personal_data()


def test_an_unknown_host_is_logged_without_its_name(db: None, log: Log) -> None:
    response = Client(headers={"host": "featherstonehaugh.example"}).get("/", secure=True)

    assert response.status_code == 404
    assert log.line_of("answered").items() >= {"status": 404, "route": "", "tenant": ""}.items()
    assert not log.has_personal_data()


def test_probes_are_not_logged(db: None, log: Log) -> None:
    Client().get("/livez")

    assert log.text == ""
