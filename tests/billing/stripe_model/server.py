"""The model as an HTTP server: keys that make a request happen once, failures on the way, signed webhooks."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

import stripe

from billing.gateway import API_VERSION
from tests.billing.stripe_model.account import Account, Refusal, answer
from tests.billing.stripe_model.contract import BrokenContract, Contract
from tests.billing.stripe_model.objects import Json

KEY = "sk_test_of_the_model"
SECRET = "whsec_of_the_model"
KEPT_FOR = 24 * 60 * 60  # seconds that the answer to a key is kept


class Fault(Enum):
    """What goes wrong with a request."""

    LOST = "the connection breaks before the request arrives"
    UNANSWERED = "it is carried out, and the connection breaks before the answer"
    BUSY = "it is not carried out, and the answer is 503"
    BROKEN = "it is carried out, and the answer is 500, which is kept for its key"
    LIMITED = "it is not carried out, and the answer is 429"


@dataclass(frozen=True)
class Stored:
    """The first answer to a key."""

    request: tuple[str, str, str]
    status: int
    body: Json
    at: int


@dataclass
class Model:
    """Stripe, as a test sees it."""

    address: str
    contract: Contract
    account: Account = field(default_factory=Account)
    faults: list[Fault] = field(default_factory=list)  # of the next requests that change something
    before_answering: Callable[[], None] = lambda: None  # called after a change and before its answer
    after_reading: Callable[[str], None] = lambda _path: None  # called after a read and before its answer
    problems: list[str] = field(default_factory=list)  # exchanges that Stripe's document does not allow
    changes: list[str] = field(default_factory=list)  # the keys of requests that were carried out
    requests: int = 0
    _stored: dict[str, Stored] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def respond(self, method: str, target: str, key: str, body: str) -> tuple[int, Json, bool] | None:
        """Status, body, and whether it is repeated from a key. None if the connection breaks."""
        with self._lock:
            self.requests += 1
            split = urlsplit(target)
            if method == "GET":
                status, live = self._carry_out(method, split.path, split.query)
                read: Json = json.loads(json.dumps(live))
        if method == "GET":
            self.after_reading(split.path)
            return status, read, False
        with self._lock:
            fault = self.faults.pop(0) if self.faults else None
            if fault is Fault.LOST:
                return None
            if fault in {Fault.BUSY, Fault.LIMITED}:
                return 503 if fault is Fault.BUSY else 429, _error("api_error", "Try again."), False
            found = self._once(key, (method, target, body), fault)
        self.before_answering()
        return None if fault is Fault.UNANSWERED else found

    def _once(self, key: str, request: tuple[str, str, str], fault: Fault | None) -> tuple[int, Json, bool]:
        """Carries a change out, or repeats the first answer to its key."""
        stored = self._stored.get(key)
        if stored and self.account.now - stored.at < KEPT_FOR:
            if stored.request != request:
                return 400, _error("idempotency_error", "Keys can only be used with the same parameters."), False
            return stored.status, stored.body, True
        method, target, body = request
        status, found = self._carry_out(method, target, body)
        if status == 200:
            self.changes.append(key)
        if fault is Fault.BROKEN:
            status, found = 500, _error("api_error", "Something went wrong.")
        kept: Json = json.loads(json.dumps(found))
        if status != 400:  # Stripe keeps no refusal of parameters
            self._stored[key] = Stored(request, status, kept, self.account.now)
        return status, kept, False

    def _carry_out(self, method: str, path: str, encoded: str) -> tuple[int, Json]:
        try:
            endpoint = self.contract.endpoint(method, path)
            given = endpoint.parameters(encoded)
            found = answer(self.account, method, endpoint.template, path, given)
            endpoint.check_answer(found)
        except Refusal as refusal:
            return refusal.status, _error(refusal.kind, str(refusal))
        except (BrokenContract, NotImplementedError) as problem:
            self.problems.append(str(problem))
            return 400, _error("invalid_request_error", str(problem))
        return 200, found

    def webhook(self, event: Json, *, at: float = 0.0, secret: str = SECRET) -> tuple[bytes, str]:
        """The body and the signature header of an event's webhook, signed `at` seconds from now."""
        self.contract.check("event", event)
        self.contract.check(event["data"]["object"]["object"], event["data"]["object"])
        body = json.dumps(event)
        return body.encode(), signature(body, at=at, secret=secret)


def signature(body: str, *, at: float = 0.0, secret: str = SECRET) -> str:
    """The signature header of a body, signed `at` seconds from now."""
    moment = int(time.time() + at)
    header: str = stripe.WebhookSignature.generate_signature_header(body, secret, moment)
    return header


def _error(kind: str, message: str) -> Json:
    return {"error": {"type": kind, "message": message}}


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the model of its server."""

    model: ClassVar[Model]
    protocol_version = "HTTP/1.1"  # connections are kept, as Stripe keeps them

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self._send(401, _error("invalid_request_error", "Invalid API Key provided."))
        if self.headers["Stripe-Version"] != API_VERSION:
            return self._send(400, _error("invalid_request_error", "Another API version."))
        answered = self.model.respond(self.command, self.path, self.headers.get("Idempotency-Key", ""), body)
        if answered is None:
            self.close_connection = True
            return None
        status, found, is_replayed = answered
        return self._send(status, found, **({"Idempotent-Replayed": "true"} if is_replayed else {}))

    def _send(self, status: int, body: Json, **headers: str) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = handle_request

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def running(contract: Contract) -> Iterator[Model]:
    """A model on a free port of the loopback interface until the block ends.

    Raises AssertionError at the end if an exchange was not of the form that Stripe's document describes.
    """

    class HandlerOfThisModel(Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), HandlerOfThisModel) as server:
        server.daemon_threads = True
        HandlerOfThisModel.model = model = Model(f"http://127.0.0.1:{server.server_port}", contract)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield model
        finally:
            server.shutdown()
            thread.join()
        assert not model.problems, "\n".join(model.problems)
