"""Input that no browser sends: NUL, digits that are no numbers, numbers beyond bigint. No route answers with 500."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from tests.access.rollback import rolled_back
from tests.access.routes import address, routes
from tests.access.scenario import HOSTS, Scenario, addressed, sent, takes_json

NASTY = (
    "7\x007",
    "\u00b2",  # a digit to str.isdigit, not to int
    "\u0661",  # a digit to both, and not an ASCII one
    "9" * 19,  # beyond bigint
    "9" * 5_000,  # beyond what int() reads
    "\ud800",  # half of a pair, which is no character
    "[" * 5_000,  # deeper than JSON is read
)
ALONE = ("cursor", "page", "next", "limit", "print")  # each may be refused, which would hide what the others do
TOKEN_ROUTES = re.compile(r"api-v1:|idp:")
FIELD = re.compile(r"<(?:input|select|textarea)[^>]* name=\"([^\"]+)\"")


@dataclass(frozen=True)
class Sent:
    """One request: what is asked of a route, and with what."""

    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path[:80]} query={ascii(self.query)[:80]} body={ascii(self.body)[:160]}"


def quoted(text: str) -> str:
    """As a hostile client writes it in an address: percent signs for every byte, valid UTF-8 or not."""
    return quote(text.encode("utf-8", "surrogatepass"))


def requests(scenario: Scenario, surface: str, route: str, actor: str) -> Iterator[Sent]:
    """The route with each nasty value wherever it takes one: in the path, the query, the form."""
    path = address(surface, route, scenario.own)
    names = _names(scenario.browsers[actor], surface, path) - {*ALONE}
    accepted = sent(scenario.own).get(route, {})
    for nasty in NASTY:
        for argument in addressed(scenario.own).get(route, {}).values():
            kind, colon, _ = str(argument).rpartition(":")  # a key such as `incident:31` keeps its first half
            for replaced in {nasty, f"{kind}{colon}{nasty}"}:
                yield Sent("GET", path.replace(str(argument), quoted(replaced)))
                yield Sent("POST", path.replace(str(argument), quoted(replaced)))
        yield Sent("GET", path, query=dict.fromkeys(names, nasty))
        for name in ALONE:
            yield Sent("GET", path, query={name: nasty})
        yield Sent("POST", path, body=dict.fromkeys(names, nasty))
        for name in accepted:
            yield Sent("POST", path, body={**accepted, name: nasty})


def actor_of(surface: str, route: str) -> str:
    """Who gets furthest on this route."""
    if TOKEN_ROUTES.match(route):
        return "partner system"
    return {"workspace": "administrator", "service": "operator"}.get(surface, "anonymous")


def _names(client: Client, surface: str, path: str) -> set[str]:
    """The fields of all forms on a page."""
    with rolled_back():
        page = client.get(path, HTTP_HOST=HOSTS[surface])
    return set(FIELD.findall(page.content.decode(errors="replace"))) - {"csrfmiddlewaretoken"}


def status(client: Client, surface: str, route: str, asked: Sent) -> int:
    """Sends a request, and rolls back what it changed."""
    path = f"{asked.path}?{_encoded(asked.query)}" if asked.query else asked.path
    is_json = takes_json(route)
    body = json.dumps(asked.body) if is_json else _encoded(asked.body)
    kind = "application/json" if is_json else "application/x-www-form-urlencoded"
    with rolled_back():
        answer = client.generic(
            asked.method, path, body, kind, headers={"Idempotency-Key": "once"}, HTTP_HOST=HOSTS[surface]
        )
    return answer.status_code


def _encoded(fields: dict[str, Any]) -> str:
    return urlencode(fields, doseq=True, errors="surrogatepass")


@pytest.mark.parametrize(
    ("surface", "route"), [(surface, route) for surface in HOSTS for route in sorted(routes(surface))]
)
def test_no_route_breaks_on_nasty_input(scenario: Scenario, surface: str, route: str) -> None:
    actor = actor_of(surface, route)
    client = scenario.browsers[actor]
    client.raise_request_exception = False
    cookies = client.cookies.copy()
    broken = []

    for asked in requests(scenario, surface, route, actor):
        if (found := status(client, surface, route, asked)) >= 500:
            broken.append(f"{found} for {actor}: {asked}")
        client.cookies = SimpleCookie(cookies)

    assert not broken, "\n".join(broken)
