"""A GET writes no row: a prefetch, a reload or a link in an email must not change anything.

Every statement that a request sends to the database is read, raw SQL included.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client

from core.agencies.models import Team
from core.agencies.session import SESSION_KEY
from tests.access.rollback import rolled_back
from tests.access.routes import address, routes
from tests.access.scenario import HOSTS, Scenario, addressed, browser

BOOKKEEPING = {
    "audit_entry": "who has seen what",
    "django_session": "when the session was last used, and what its forms need",
    "usersessions_usersession": "when the session was last used, for the list of sessions",
    "accounts_limit": "limits on attempts",
}
"""Tables that a GET may write to, each with what it writes there."""

WRITE = re.compile(r"""\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\s+(?:\w+\.)?"?(\w+)""")
LOCK = re.compile(r"FOR (NO KEY )?UPDATE")


@pytest.fixture(scope="module")
def browsers(scenario: Scenario) -> dict[str, Client]:
    """Those of the scenario, and an administrator who has just signed in and has recovery codes nobody has seen."""
    administrator = scenario.members["administrator"]
    TOTP.activate(administrator.user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(administrator.user)
    return {**scenario.browsers, "just signed in": _just_signed_in(scenario)}


READERS = ("administrator", "reader", "half", "anonymous", "partner system", "newcomer", "operator", "just signed in")


def _just_signed_in(scenario: Scenario) -> Client:
    client = browser(scenario.members["administrator"])
    session = client.session
    del session[SESSION_KEY]
    session.save()
    return client


def asks(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The surface and the path of every page."""
    for surface in HOSTS:
        for route in sorted(routes(surface)):
            for side in (scenario.own, scenario.other) if route in addressed(scenario.own) else (scenario.own,):
                yield surface, address(surface, route, side)


def test_no_page_writes_a_row(scenario: Scenario, browsers: dict[str, Client]) -> None:
    wrong = []

    for name in READERS:
        for surface, path in asks(scenario):
            written = _written_by(browsers[name], HOSTS[surface], path) - BOOKKEEPING.keys()
            if written:
                wrong.append(f"{name}: GET {path} writes to {', '.join(sorted(written))}")

    assert wrong == []


def _written_by(client: Client, host: str, path: str) -> set[str]:
    """The tables that a GET writes to."""
    cookies = deepcopy(client.cookies)
    with rolled_back(), listening() as tables:
        client.get(path, HTTP_HOST=host)
    client.cookies = cookies
    return tables


@contextmanager
def listening() -> Iterator[set[str]]:
    """Adds the name of each table that a statement writes to."""
    tables: set[str] = set()

    def listen(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        tables.update(WRITE.findall(LOCK.sub("", str(sql))))
        return execute(sql, *arguments)

    with connection.execute_wrapper(listen):
        yield tables


def test_a_write_is_heard(scenario: Scenario) -> None:
    with rolled_back(), listening() as tables:
        Team.objects.select_for_update().get(pk=scenario.own.team.pk).save()
        list(Team.objects.all())

    assert tables == {"agencies_team"}
