"""Plays every row of the permission matrix for real, and fails for a route that has none."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.matrix import ACTORS, PUBLISHING, SERVICE, WORKSPACE
from tests.access.rollback import rolled_back
from tests.access.routes import address, routes
from tests.access.scenario import HOSTS, Scenario, addressed, sent, takes_json
from tests.annotations import ClientResponse
from tests.examples.sides import Side

STEPS = {"in": "account_login", "2nd": "second-factor", "for": "choose-agency"}
TABLES = {"workspace": WORKSPACE, "publishing": PUBLISHING, "service": SERVICE}


@dataclass(frozen=True)
class Row:
    """One route and method, with the status that each actor expects: for their own agency's things, and another's."""

    surface: str
    route: str
    method: str
    expected: dict[str, tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.surface}:{self.route}:{self.method}"


def rows() -> Iterator[Row]:
    """The tables of the matrix, read."""
    for surface, table in TABLES.items():
        head, *lines = [line.split() for line in table.splitlines() if line.strip() and not line.startswith("#")]
        for route, method, *cells in lines:
            assert len(cells) == len(head) - 2, f"{route} {method} has {len(cells)} cells for {len(head) - 2} columns."
            actors = [_actor(surface, name) for name in head[2:]]
            yield Row(surface, route, method, dict(zip(actors, map(_statuses, cells), strict=True)))


def _actor(surface: str, column: str) -> str:
    """The browser for a column. On the service surface, another user is half signed in."""
    return "newcomer" if (surface, column) == ("service", "half") else ACTORS[column]


def _statuses(cell: str) -> tuple[str, str]:
    own, _, other = cell.partition("/")
    return own, other or own


@pytest.mark.parametrize("surface", TABLES)
def test_every_route_has_its_rows(surface: str) -> None:
    served = {(route, method) for route in routes(surface) for method in ("GET", "POST")}

    listed = [(row.route, row.method) for row in rows() if row.surface == surface]

    assert set(listed) == served
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("row", list(rows()), ids=str)
def test_each_actor_gets_what_the_matrix_says(row: Row, scenario: Scenario) -> None:
    told = {actor: _asked(row, scenario, actor) for actor in row.expected}

    assert told == row.expected


def _asked(row: Row, scenario: Scenario, actor: str) -> tuple[str, str]:
    """The status for a thing of the actor's own agency, and for one of the other agency."""
    own = _status(row, scenario.browsers[actor], scenario.own)
    is_alike = row.route not in addressed(scenario.own) | sent(scenario.own)
    return own, own if is_alike else _status(row, scenario.browsers[actor], scenario.other)


def _status(row: Row, client: Client, side: Side) -> str:
    """Asks, and takes back whatever it changed, here and in the browser."""
    where = address(row.surface, row.route, side)
    at: dict[str, Any] = {"HTTP_HOST": HOSTS[row.surface]}
    cookies = deepcopy(client.cookies)
    with rolled_back():
        answer = client.generic(row.method, where, *_body(row, side), headers={"Idempotency-Key": "once"}, **at)
    client.cookies = cookies
    return next((word for word, page in STEPS.items() if _leads_to(answer, page)), str(answer.status_code))


def _leads_to(answer: ClientResponse, page: str) -> bool:
    return answer.headers.get("Location", "").partition("?")[0] == reverse(page)


def _body(row: Row, side: Side) -> tuple[bytes, str]:
    """What is sent, and its type."""
    if row.method == "GET":
        return b"", ""
    body = sent(side).get(row.route, {})
    if takes_json(row.route):
        return json.dumps(body).encode(), "application/json"
    return urlencode(body, doseq=True).encode(), "application/x-www-form-urlencoded"
