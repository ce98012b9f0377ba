"""The client that a partner runs: sends incidents to a SafetyNet web API over HTTP until all are answered.

It uses neither the database nor Django. It can be stopped at any time and run again without creating anything twice:
each row has a reference, and a batch that is retried keeps its idempotency key.
"""

from __future__ import annotations

import hashlib
import json
import random
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

MAX_ROWS = 1_000
MAX_TRIES = 8
MAX_WAIT = 60.0  # seconds
RETRY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
TIMEOUT = httpx.Timeout(120.0, connect=10.0)


class PushFailed(Exception):
    """Raised when the server cannot be reached or refuses a request; the message says which."""


class LocalhostTransport(httpx.HTTPTransport):
    """Connects to *.localhost, which not every machine resolves, and keeps the name in the Host header."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host.endswith(".localhost"):
            request.url = request.url.copy_with(host="127.0.0.1")  # the Host header keeps its name
        return super().handle_request(request)


@dataclass
class Summary:
    """What happened to the rows; the references of refused rows, by field and reason."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def reasons(self) -> list[tuple[str, str, list[str]]]:
        """Field, reason and references of the rows, the most frequent reason first."""
        frequent_first = sorted(self.refusals.items(), key=lambda each: len(each[1]), reverse=True)
        return [(field, reason, references) for (field, reason), references in frequent_first]

    @property
    def total(self) -> int:
        return self.outcomes.total()

    def add(self, answer: dict[str, Any]) -> None:
        """Counts the answer to one batch."""
        for row in answer["rows"]:
            self.outcomes[row["outcome"]] += 1
            for error in row["errors"]:
                self.refusals[error["field"], error["reason"]].append(row["source_reference"])


class Pusher:
    """A session with one server, under one client's id and secret, until the end of its `with` block."""

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        *,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url
        self.is_reached = False  # a server that has never answered is not retried
        self.http = httpx.Client(base_url=url, transport=transport or LocalhostTransport(), timeout=TIMEOUT)
        self.credentials = (client_id, client_secret)
        self.wait = wait
        self.run = secrets.token_hex(8)  # a later run gets new answers, not those of this run
        self.token = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def code_lists(self) -> dict[str, Any]:
        """The codes that the partnership accepts. Raises PushFailed."""
        response = self._authorised("GET", "/api/v1/vocabulary")
        if response.status_code != 200:
            raise PushFailed(f"The server does not list its codes ({response.status_code}): {_detail(response)}")
        codes: dict[str, Any] = response.json()
        return codes

    def push(self, incidents: Sequence[dict[str, Any]], size: int = MAX_ROWS) -> Iterator[dict[str, Any]]:
        """Sends all of them in batches; yields the answer to each. Raises PushFailed."""
        for start in range(0, len(incidents), size):
            yield self.send(incidents[start : start + size])

    def send(self, incidents: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Sends one batch until it is answered, always with the same key. Raises PushFailed."""
        body = json.dumps({"incidents": incidents}, allow_nan=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{self.run}-{hashlib.sha256(body).hexdigest()}",
        }
        response = self._authorised("POST", "/api/v1/incidents/batches", content=body, headers=headers)
        if response.status_code != 200:
            raise PushFailed(f"The server refused the batch ({response.status_code}): {_detail(response)}")
        answer: dict[str, Any] = response.json()
        return answer

    def _authorised(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        """The answer to a request with our token, or with a new token if ours has expired."""
        for _ in range(2):
            self.token = self.token or self._token()
            bearer = {"Authorization": f"Bearer {self.token}"}
            response = self._send(method, path, headers={**bearer, **(headers or {})}, **request)
            if response.status_code != 401:
                break
            self.token = ""
        return response

    def _token(self) -> str:
        form = {"grant_type": "client_credentials", "scope": "incidents:write"}
        response = self._send("POST", "/api/v1/token", data=form, auth=self.credentials)
        if response.status_code in {400, 401, 403}:
            raise PushFailed("The server refused this client id and secret. They are wrong, or access was revoked.")
        if response.status_code != 200 or "access_token" not in response.text:
            raise PushFailed(f"No SafetyNet web API at {self.url} ({response.status_code}). Check the address.")
        return str(response.json()["access_token"])

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Sends the request until the server can answer it, waiting longer each time. Raises PushFailed.

        A server that has never answered is not retried: its address is probably wrong.
        """
        for attempt in range(1, MAX_TRIES + 1):
            try:
                response = self.http.request(method, path, **request)
            except httpx.UnsupportedProtocol as error:
                raise PushFailed(f"{self.url} is not a URL: it must start with http:// or https://.") from error
            except httpx.TransportError as error:
                if not self.is_reached:
                    raise PushFailed(f"{self.url} cannot be reached: {error}. Check the address.") from error
                problem, pause = f"cannot be reached: {error}", None
            else:
                self.is_reached = True
                if response.status_code not in RETRY_STATUSES:
                    return response
                problem, pause = f"answers {response.status_code}", _retry_after(response)
            if attempt < MAX_TRIES:
                self.wait(pause if pause is not None else _pause(attempt))
        raise PushFailed(f"The server {problem}. Tried {MAX_TRIES} times.")


def _pause(attempt: int) -> float:
    """Seconds: about 1, 2, 4 …, different for each client."""
    return min(MAX_WAIT, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 (not a secret)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds from the Retry-After header, if the server sent them."""
    seconds = response.headers.get("Retry-After", "")
    return min(MAX_WAIT, float(seconds)) if seconds.isascii() and seconds.isdigit() else None


def _detail(response: httpx.Response) -> str:
    """The message of the server, if it has one."""
    try:
        answer = response.json()
        errors = "; ".join(f"{each['field']}: {each['reason']}" for each in answer.get("errors", []))
        return " ".join(filter(None, [answer["detail"], errors]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return response.reason_phrase or "no reason given"
