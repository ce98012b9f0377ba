"""A database given by an administrator's address gets both logins, with no more rights than they need."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from script.local import database, secret
from script.local.errors import ScriptError
from script.local.postgres import Server, wheel_programs


@pytest.fixture
def other_server() -> Iterator[Server]:
    """A server that is not the service's own."""
    server = Server(f"try-{secrets.token_hex(4)}", wheel_programs(), durable=False)
    server.start()
    yield server
    server.erase()


@pytest.fixture(autouse=True)
def secrets_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """New passwords go to a temporary folder."""
    monkeypatch.setattr(secret, "folder", lambda: tmp_path / "secrets")


def query(address: str, sql: str) -> list[tuple[object, ...]]:
    """Runs one statement at an address."""
    connection = psycopg2.connect(address)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()


def test_an_administrators_address_creates_both_logins(other_server: Server) -> None:
    addresses = database.given(other_server.address(), "")

    assert query(addresses.owner, "SELECT current_user, current_database()") == [("safetynet_owner", "safetynet")]
    assert query(addresses.application, "SELECT current_user, current_database()") == [("safetynet_app", "safetynet")]
    assert query(addresses.application, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]


def test_the_database_in_the_address_is_created(other_server: Server) -> None:
    addresses = database.given(other_server.address("postgres"), "")
    again = database.given(other_server.address("safetynet"), "")

    assert again == addresses


def test_two_addresses_are_used_unchanged(other_server: Server) -> None:
    made = database.given(other_server.address(), "")

    assert database.given(made.application, made.owner) == made


def test_a_login_without_the_right_to_create_logins_is_refused(other_server: Server) -> None:
    made = database.given(other_server.address(), "")

    with pytest.raises(ScriptError, match=r"^DATABASE_URL's login cannot prepare the database: .*permission denied"):
        database.given(made.application, "")


def test_a_process_that_serves_does_not_get_the_owners_address(other_server: Server) -> None:
    addresses = database.given(other_server.address(), "")

    assert addresses.environment() == {"DATABASE_URL": addresses.application}
