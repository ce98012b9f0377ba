"""Reports to Sentry contain the error, its location and its tenant, but no names."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import sentry_sdk
from django.test import Client
from django_tasks import task

from config import sentry
from tenants import current
from tenants.queue.worker import Worker
from tests.config.urls import ADDRESS, CANARY


@dataclass
class Receiver:
    """A server that keeps every byte that it receives."""

    requests: list[bytes] = field(default_factory=list)  # request line, headers and decompressed body of each

    @property
    def bytes(self) -> bytes:
        return b"\n".join(self.requests)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events received. An event is the third line of an envelope, after its two headers."""
        envelopes = [request.partition(b"\n\n")[2].splitlines() for request in self.requests]
        return [json.loads(lines[2]) for lines in envelopes if json.loads(lines[1])["type"] == "event"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A Sentry server on the loopback interface, to which the service reports."""
    received = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            received.requests.append(f"{self.requestline}\n{str(self.headers).strip()}\n\n".encode() + body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Logs nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        sentry.start(f"http://key@127.0.0.1:{server.server_port}/1", release="1.2.3", environment="test")
        yield received
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
        server.shutdown()
        thread.join()


def test_a_name_in_an_exception_is_not_reported(canary_client: Client, receiver: Receiver) -> None:
    canary_client.cookies["name"] = CANARY
    response = canary_client.post(
        f"/fails/{CANARY}/?name={CANARY}",
        {"name": CANARY, "email": ADDRESS},
        headers={"User-Agent": CANARY, "Referer": f"https://testserver/?q={CANARY}", "X-Request-ID": "request-31415"},
    )
    sentry_sdk.flush()

    assert response.status_code == 500
    (event,) = receiver.events
    assert event["tags"] == {"tenant": "alpha", "request_id": "request-31415", "route": "/fails/<str:who>/"}
    assert event["release"] == "1.2.3"
    assert {each["type"] for each in event["exception"]["values"]} == {"LookupError", "ValueError"}
    last = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert (last["module"], last["function"]) == ("tests.config.urls", "fails")
    assert b"alpha" in receiver.bytes
    for piece in [*CANARY.split(), ADDRESS]:
        assert piece.lower().encode() not in receiver.bytes.lower()


def test_an_error_that_is_handled_and_logged_is_reported(canary_client: Client, receiver: Receiver) -> None:
    response = canary_client.get("/logs-names/")
    sentry_sdk.flush()

    assert response.status_code == 200
    (event,) = receiver.events
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["tags"]["tenant"] == "alpha"
    assert CANARY.encode() not in receiver.bytes


def test_a_successful_request_is_not_reported(canary_client: Client, receiver: Receiver) -> None:
    canary_client.get("/fine/42/")
    sentry_sdk.flush()

    assert receiver.requests == []


def test_a_message_without_an_exception_is_not_sent(receiver: Receiver) -> None:
    sentry_sdk.capture_message(CANARY)
    sentry_sdk.flush()

    assert receiver.requests == []


def test_without_an_address_sentry_is_not_started() -> None:
    sentry.start("", release="1.2.3", environment="test")

    assert not sentry_sdk.get_client().is_active()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_job_that_fails_is_reported_with_its_task(receiver: Receiver) -> None:
    with current.entered("alpha"):
        greet.enqueue(31)

    Worker().run(batch=True)
    sentry_sdk.flush()

    (event,) = receiver.events
    assert event["tags"] == {"tenant": "alpha", "request_id": "", "route": "tests.config.test_sentry.greet"}
    assert event["exception"]["values"][0]["type"] == "LookupError"
    assert CANARY.encode() not in receiver.bytes


@task()
def greet(number: int) -> None:
    """A job that fails with a name in its message."""
    raise LookupError(f"{CANARY} is not number {number}")
