"""The steps of the benchmark of pages. Import this after django.setup()."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from statistics import median
from typing import Any

import psycopg2.extensions
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import Client, RequestFactory

from core.access.roles import Administrator, InformationGovernance, Lead, Role
from core.agencies.models import Membership
from core.audit.models import Entry
from core.incidents.models import Incident
from script.benches.incidents_steps import provision, search_path
from tenants import current
from tenants.frames import with_room
from tenants.reading import exempt
from tests.personas import sign_in

logging.disable(logging.INFO)  # one line per request has no use here
settings.SURFACE_URLCONFS["workspace"] = "script.benches.pages_urls"

SCHEMA = "hampshire"
"""The largest demonstration: 2,212 people, 247 neighbourhoods, 9,000 incidents."""

EMPTY = "empty page"
VISITS = 40
"""Incidents that each person opens before the measurement, so that there are audit entries to show."""


@dataclass
class Page:
    """A request for a page by one person, and the CPU seconds that it has taken so far."""

    environ: dict[str, Any]
    statements: list[tuple[str, Any]] = field(default_factory=list)
    size: int = 0
    page: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Cost:
    """Medians, in milliseconds of CPU."""

    page: float
    sql: float
    queries: int
    size: int


@exempt("a benchmark")
def pages() -> dict[str, Page]:
    """The main pages by name, in a demonstration that people have used for a while."""
    provision(SCHEMA)
    alice, dana, imogen = _person(Lead), _person(Administrator), _person(InformationGovernance)
    with current.entered(SCHEMA):
        incident = Incident.objects.newest_first()[0]
        area, colleague = incident.neighbourhood, Membership.objects.current().order_by("-pk")[0]
        assert area is not None, "The newest incident is in no neighbourhood."
        agency = f"/agencies/{colleague.agency.code}/"
        person = f"/people-and-roles/{colleague.user_id}/"
        addresses = [each.get_absolute_url() for each in Incident.objects.newest_first()[:VISITS]]
    search, own = search_path("motorbike", SCHEMA), "/my-history/"
    for address in addresses:
        for each in (address, "/incidents/", area.get_absolute_url()):
            _open(alice, each)
        _open(dana, person)
    for each in ("/", "/incidents/?kind=crime", search, "/neighbourhoods/", own):
        _open(alice, each)
    return {
        EMPTY: _page(alice, "/bench/empty/"),
        "home": _page(alice, "/"),
        "incident list": _page(alice, "/incidents/"),
        "search result": _page(alice, search),
        "incident": _page(alice, addresses[0]),
        "neighbourhood list": _page(alice, "/neighbourhoods/"),
        "neighbourhood": _page(alice, area.get_absolute_url()),
        "people list": _page(dana, "/people-and-roles/"),
        "person": _page(dana, person),
        "agency": _page(dana, agency),
        "audit list": _page(imogen, "/audit-trail/"),
        "own history": _page(alice, own),
    }


def costs(measured: dict[str, Page], *, rounds: int) -> dict[str, Cost]:
    """Measures each page, all pages in turn. The first two rounds are a warm-up and do not count.

    Both sides have room for their frames, as under the server: the depth of the benchmark's own calls does not matter.
    """
    application, replay = with_room(WSGIHandler()), with_room(_replay)
    last = _last_entry()
    for page in measured.values():
        with _statements_of(page):
            page.size = len(_answer(application, page))
    for turn in range(rounds + 2):
        for page in measured.values():
            taken = _cpu(partial(_answer, application, page)), _cpu(partial(replay, page))
            if turn > 1:
                page.page.append(taken[0])
                page.sql.append(taken[1])
        _delete_entries_after(last)
    return {name: _cost(page) for name, page in measured.items()}


def _cost(page: Page) -> Cost:
    return Cost(median(page.page) * 1_000, median(page.sql) * 1_000, len(page.statements), page.size)


def _cpu(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began


def _answer(application: Callable[..., Any], page: Page) -> bytes:
    """Makes the request as a WSGI server does."""
    statuses: list[str] = []

    def started(status: str, *_: Any) -> Any:
        statuses.append(status)

    environ = page.environ | {"wsgi.input": BytesIO()}
    response = application(environ, started)
    body = b"".join(response)
    response.close()
    if statuses != ["200 OK"]:
        raise RuntimeError(f"{environ['PATH_INFO']}: {statuses}")
    return body


def _replay(page: Page) -> None:
    """Runs the page's statements through a cursor of psycopg2, and fetches every row."""
    with current.entered(SCHEMA):
        connection.ensure_connection()
        connection.connection.confirm()
        with connection.connection.cursor(cursor_factory=psycopg2.extensions.cursor) as cursor:
            for sql, parameters in page.statements:
                cursor.execute(sql, parameters)
                if cursor.description:
                    cursor.fetchall()


@contextmanager
def _statements_of(page: Page) -> Iterator[None]:
    """Notes the statements that the page sends, without the lookup of the host name, which has another role."""

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if current.schema() == SCHEMA:
            page.statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield


def _person(role: type[Role]) -> Client:
    """A signed-in browser of a person with this role."""
    with current.entered(SCHEMA):
        member = Membership.objects.current().filter(role=role.code).select_related("user").order_by("pk")[0]
        client = Client(HTTP_HOST=current.workspace_host(SCHEMA))
        sign_in(client, member)
    return client


def _page(client: Client, address: str) -> Page:
    """A GET of this address with the person's cookies."""
    path, _, query = address.partition("?")
    factory = RequestFactory(HTTP_HOST=current.workspace_host(SCHEMA))
    factory.cookies = client.cookies
    return Page(factory.get(path, QUERY_STRING=query).environ)


def _open(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def _last_entry() -> int:
    with current.entered(SCHEMA):
        return int(Entry.objects.order_by("-pk").values_list("pk", flat=True)[0])


def _delete_entries_after(pk: int) -> None:
    """Deletes the audit entries of the measurement, which the pages would show. Only the owner can."""
    with current.entered(SCHEMA, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id > %s", [pk])
