"""A database given by an administrator's address: both logins are made, and neither can do more than it should."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from script.local import database, secret
from script.local.fault import Fault
from script.local.postgres import Server, wheel_programs


@pytest.fixture
def somebodys_server() -> Iterator[Server]:
    """A server that is not the service's own."""
    server = Server(f"try-{secrets.token_hex(4)}", wheel_programs(), durable=False)
    server.start()
    yield server
    server.erase()


@pytest.fixture(autouse=True)
def secrets_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The passwords that are made up go to a folder of the test's."""
    monkeypatch.setattr(secret, "FOLDER", tmp_path / "secrets")


def ask(address: str, sql: str) -> list[tuple[object, ...]]:
    """Runs one statement by an address."""
    connection = psycopg2.connect(address)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()


def test_an_administrators_address_makes_both_logins(somebodys_server: Server) -> None:
    addresses = database.given(somebodys_server.address(), "")

    assert ask(addresses.owner, "SELECT current_user, current_database()") == [("safetynet_owner", "safetynet")]
    assert ask(addresses.application, "SELECT current_user, current_database()") == [("safetynet_app", "safetynet")]
    assert ask(addresses.application, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]


def test_the_database_that_the_address_names_is_made(somebodys_server: Server) -> None:
    addresses = database.given(somebodys_server.address("postgres"), "")
    again = database.given(somebodys_server.address("safetynet"), "")

    assert again == addresses


def test_both_addresses_given_are_taken_as_they_are(somebodys_server: Server) -> None:
    made = database.given(somebodys_server.address(), "")

    assert database.given(made.application, made.owner) == made


def test_a_login_that_may_not_make_logins_is_told_so(somebodys_server: Server) -> None:
    made = database.given(somebodys_server.address(), "")

    with pytest.raises(Fault, match=r"^DATABASE_URL's login cannot prepare the database: .*permission denied"):
        database.given(made.application, "")


def test_a_process_that_serves_is_not_told_the_owners_address(somebodys_server: Server) -> None:
    addresses = database.given(somebodys_server.address(), "")

    assert addresses.environment() == {"DATABASE_URL": addresses.application}
