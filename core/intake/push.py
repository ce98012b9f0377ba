"""The client that a partner runs: sends incidents to a SafetyNet web API over HTTP, and sees that all arrive.

It speaks HTTP and nothing else: no database, no Django. Stopped at any time and run again, it doubles nothing, since
each row has a reference of its own; a batch tried again keeps its idempotency key.
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

MOST_ROWS = 1_000
TRIES = 8
LONGEST_WAIT = 60.0  # seconds
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
TIMEOUT = httpx.Timeout(120.0, connect=10.0)


class GivenUp(Exception):
    """The server cannot be reached, or will not have it; the message says which, in words."""


class LocalhostTransport(httpx.HTTPTransport):
    """Reaches *.localhost, which not every machine resolves, and still names the host that was meant."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host.endswith(".localhost"):
            request.url = request.url.copy_with(host="127.0.0.1")  # the Host header keeps its name
        return super().handle_request(request)


@dataclass
class Summary:
    """What became of the rows, and why some were refused: references of the rows, by field and reason."""

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
        self.is_reached = False  # until the server has answered once, it is not tried again
        self.http = httpx.Client(base_url=url, transport=transport or LocalhostTransport(), timeout=TIMEOUT)
        self.credentials = (client_id, client_secret)
        self.wait = wait
        self.run = secrets.token_hex(8)  # a later run asks anew, and is told what is unchanged
        self.token = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def vocabulary(self) -> dict[str, Any]:
        """The codes that the partnership accepts. Raises GivenUp."""
        response = self._authorised("GET", "/api/v1/vocabulary")
        if response.status_code != 200:
            raise GivenUp(f"The server does not list its codes ({response.status_code}): {_detail(response)}")
        codes: dict[str, Any] = response.json()
        return codes

    def push(self, incidents: Sequence[dict[str, Any]], size: int = MOST_ROWS) -> Iterator[dict[str, Any]]:
        """Sends all of them in batches; yields the answer to each. Raises GivenUp."""
        for start in range(0, len(incidents), size):
            yield self.send(incidents[start : start + size])

    def send(self, incidents: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Sends one batch until it is answered, always under the same key. Raises GivenUp."""
        body = json.dumps({"incidents": incidents}, allow_nan=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{self.run}-{hashlib.sha256(body).hexdigest()}",
        }
        response = self._authorised("POST", "/api/v1/incidents/batches", content=body, headers=headers)
        if response.status_code != 200:
            raise GivenUp(f"The server refused the batch ({response.status_code}): {_detail(response)}")
        answer: dict[str, Any] = response.json()
        return answer

    def _authorised(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        """The answer to a request with our token, or with a new token if ours has expired."""
        for _ in range(2):
            self.token = self.token or self._token()
            bearer = {"Authorization": f"Bearer {self.token}"}
            response = self._tried(method, path, headers={**bearer, **(headers or {})}, **request)
            if response.status_code != 401:
                break
            self.token = ""
        return response

    def _token(self) -> str:
        form = {"grant_type": "client_credentials", "scope": "incidents:write"}
        response = self._tried("POST", "/api/v1/token", data=form, auth=self.credentials)
        if response.status_code in {400, 401, 403}:
            raise GivenUp("The server does not know this client id and secret, or has revoked its access.")
        if response.status_code != 200 or "access_token" not in response.text:
            raise GivenUp(f"There is no SafetyNet web API at {self.url} ({response.status_code}). Check the address.")
        return str(response.json()["access_token"])

    def _tried(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Sends the request until the server can answer it, waiting longer each time. Raises GivenUp after TRIES.

        A server that has never answered is not waited for: its address is probably wrong.
        """
        for attempt in range(1, TRIES + 1):
            try:
                response = self.http.request(method, path, **request)
            except httpx.UnsupportedProtocol as error:
                raise GivenUp(f"{self.url} is not a URL: it must start with http:// or https://.") from error
            except httpx.TransportError as error:
                if not self.is_reached:
                    raise GivenUp(f"{self.url} cannot be reached: {error}. Check the address.") from error
                problem, pause = f"cannot be reached: {error}", None
            else:
                self.is_reached = True
                if response.status_code not in AGAIN:
                    return response
                problem, pause = f"answers {response.status_code}", _asked_pause(response)
            if attempt < TRIES:
                self.wait(pause if pause is not None else _pause(attempt))
        raise GivenUp(f"The server {problem}. Tried {TRIES} times.")


def _pause(attempt: int) -> float:
    """Seconds: about 1, 2, 4 …, and never the same for all clients at once."""
    return min(LONGEST_WAIT, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)


def _asked_pause(response: httpx.Response) -> float | None:
    """What the server asked for, if it asked in seconds."""
    asked = response.headers.get("Retry-After", "")
    return min(LONGEST_WAIT, float(asked)) if asked.isascii() and asked.isdigit() else None


def _detail(response: httpx.Response) -> str:
    """The server's own words where it has some."""
    try:
        answer = response.json()
        errors = "; ".join(f"{each['field']}: {each['reason']}" for each in answer.get("errors", []))
        return " ".join(filter(None, [answer["detail"], errors]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return response.reason_phrase or "no reason given"
