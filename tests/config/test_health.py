"""Responses to probes, on any host name, without HTTPS and without signing in."""

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config import health, release
from core.access.guards import OWN_CREDENTIALS, PUBLIC
from tests.annotations import ClientResponse

POD = Client(headers={"host": "10.42.0.7:8000"})  # like a kubelet: by IP address, without TLS
PROBES = ["/livez", "/readyz", "/metrics"]


def test_alive_without_a_database() -> None:
    # This test has no database fixture, so a query would fail.
    response = POD.get("/livez")

    assert (response.status_code, response.content) == (200, b"alive\n")


def test_ready(db: None) -> None:
    response = POD.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")


def test_readiness_makes_one_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    release.needed()

    with django_assert_num_queries(1):
        POD.get("/readyz")


def test_not_ready_while_shared_tables_lack_a_migration(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = release.needed() | {("accounts", "9999_of_the_next_release")}
    monkeypatch.setattr(release, "needed", lambda: needed)

    response = POD.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"1 migrations of the shared tables are to be applied: run upgrade\n"


def test_ready_if_the_database_has_a_newer_release(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    older = frozenset(list(release.needed())[1:])
    monkeypatch.setattr(release, "needed", lambda: older)

    assert POD.get("/readyz").status_code == 200


def test_not_ready_without_a_database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(unused_port()))

    response = get_on_a_new_connection("/readyz")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize("path", PROBES)
def test_probes_accept_get_only(path: str) -> None:
    assert POD.post(path).status_code == 405


def test_probes_have_their_guards() -> None:
    assert health.livez.guard == health.readyz.guard == PUBLIC
    assert health.metrics.guard == OWN_CREDENTIALS


def get_on_a_new_connection(path: str, **request: Any) -> ClientResponse:
    """Requests the path from a new thread, which has no connection yet."""
    with ThreadPoolExecutor(1) as pool:
        response: ClientResponse = pool.submit(POD.get, path, **request).result()
    return response


def unused_port() -> int:
    """A free port on the loopback interface."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
