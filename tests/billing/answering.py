"""An HTTP server that answers as a test says, and keeps what it received."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """An answer. Without a status, the connection is closed unanswered. `after` is waited for first."""

    status: int | None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: threading.Event | None = None


@dataclass(frozen=True)
class Received:
    """A request."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Answering:
    """The server as a test sees it."""

    address: str
    received: list[Received] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _next: list[Answer] = field(default_factory=list)

    def answers(self, *answers: Answer) -> None:
        """The answers to the next requests, in this order."""
        self._next += answers

    def answer_to(self, received: Received) -> Answer:
        """The answer to a request, which is kept."""
        self.received.append(received)
        return self._next.pop(0)


@contextmanager
def answering() -> Iterator[Answering]:
    """Answers on a free port of the loopback interface until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            answer = state.answer_to(Received(self.command, self.path, dict(self.headers), body))
            if answer.after:
                answer.after.wait()
            if answer.status is None:
                return
            content = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            self.send_response(answer.status)
            for name, value in {**answer.headers, "Content-Length": str(len(content.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content.encode())

        do_GET = do_POST = answer

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state = Answering(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.closing.set()
            server.shutdown()
            thread.join()
