"""Probes are answered on any host name, without HTTPS and without signing in."""

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

POD = Client(headers={"host": "10.42.0.7:8000"})  # as a kubelet asks: by address, without TLS
PROBES = ["/livez", "/readyz", "/metrics"]


def test_alive_without_a_database() -> None:
    # No fixture opens the database to this test: a query would fail it.
    response = POD.get("/livez")

    assert (response.status_code, response.content) == (200, b"alive\n")


def test_ready(db: None) -> None:
    response = POD.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")


def test_readiness_needs_one_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    release.needed()

    with django_assert_num_queries(1):
        POD.get("/readyz")


def test_not_ready_while_shared_tables_lack_a_migration(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    brought = release.needed() | {("accounts", "9999_of_the_next_release")}
    monkeypatch.setattr(release, "needed", lambda: brought)

    response = POD.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"1 migrations of the shared tables are to be applied: run upgrade\n"


def test_ready_with_a_database_of_a_newer_release(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    older = frozenset(list(release.needed())[1:])
    monkeypatch.setattr(release, "needed", lambda: older)

    assert POD.get("/readyz").status_code == 200


def test_not_ready_without_a_database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(unused_port()))

    response = asked_on_a_new_connection("/readyz")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize("path", PROBES)
def test_probes_do_not_accept_post(path: str) -> None:
    assert POD.post(path).status_code == 405


def test_probes_have_guards() -> None:
    assert health.livez.guard == health.readyz.guard == PUBLIC
    assert health.metrics.guard == OWN_CREDENTIALS


def asked_on_a_new_connection(path: str, **request: Any) -> ClientResponse:
    """The response to a request from a new thread, which has no connection yet."""
    with ThreadPoolExecutor(1) as pool:
        answer: ClientResponse = pool.submit(POD.get, path, **request).result()
    return answer


def unused_port() -> int:
    """A port of the loopback on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
