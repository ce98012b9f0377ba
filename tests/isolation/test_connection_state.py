"""No query runs with a search path or role that was not confirmed for it."""

import io
from contextlib import suppress

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction
from django.test import override_settings
from psycopg2 import NotSupportedError

from tenants.backend.base import DatabaseWrapper
from tenants.backend.connection import ConfirmingConnection
from tenants.backend.connection_state import ConnectionState
from tenants.current import entered
from tests.isolation.conftest import opened, whose


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> list[ConnectionState]:
    """The connection states that were set on the server, in order."""
    states: list[ConnectionState] = []
    statement = ConnectionState.statement

    def recorded(state: ConnectionState) -> str:
        states.append(state)
        return statement(state)

    monkeypatch.setattr(ConnectionState, "statement", recorded)
    return states


@pytest.fixture
def failing_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Makes the next change of schema fail on the server."""
    statement = ConnectionState.statement
    faults = ["SELECT 1/0; "]

    def faulty(state: ConnectionState) -> str:
        return (faults.pop() if faults else "") + statement(state)

    monkeypatch.setattr(ConnectionState, "statement", faulty)
    return faults


def test_a_schema_is_not_queried_after_a_failed_change(connection: DatabaseWrapper, failing_once: list[str]) -> None:
    failing_once.clear()
    with entered("alpha"):
        assert whose(connection) == "alpha"
    failing_once.append("SELECT 1/0; ")

    with entered("beta"), pytest.raises(DatabaseError, match="division by zero"):
        whose(connection)


def test_a_connection_is_closed_after_a_failed_change(connection: DatabaseWrapper, failing_once: list[str]) -> None:
    with entered("alpha"):
        with pytest.raises(DatabaseError):
            whose(connection)
        dropped = opened(connection)

        assert dropped.closed
        assert whose(connection) == "alpha"
        assert connection.connection is not dropped


def test_a_failed_change_ends_the_transaction(connection: DatabaseWrapper, failing_once: list[str]) -> None:
    def query_after_the_failure() -> None:
        with transaction.atomic():
            with suppress(DatabaseError):
                whose(connection)
            whose(connection)

    with entered("alpha"), pytest.raises(InterfaceError, match="closed"):
        query_after_the_failure()

    with entered("beta"):
        assert whose(connection) == "beta"


def test_an_interruption_during_a_change_leaves_nothing_confirmed(
    connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with entered("alpha"):
        whose(connection)
    monkeypatch.setattr(ConnectionState, "statement", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))

    with entered("beta"), pytest.raises(KeyboardInterrupt):
        whose(connection)
    monkeypatch.undo()

    with entered("alpha"):
        assert whose(connection) == "alpha"


def test_an_interruption_after_a_change_leaves_nothing_confirmed(connection: DatabaseWrapper) -> None:
    class Interrupted(set[str]):
        def add(self, schema: str) -> None:
            raise KeyboardInterrupt

    with entered("alpha"):
        assert whose(connection) == "alpha"
    opened(connection).schemas_served = Interrupted()
    with entered("beta"), pytest.raises(KeyboardInterrupt):
        whose(connection)
    opened(connection).schemas_served = set()

    with entered("alpha"):
        assert whose(connection) == "alpha"


def test_a_rollback_undoes_the_change_of_schema(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        assert whose(connection) == "alpha"
        with transaction.atomic(), entered("beta"):
            assert whose(connection) == "beta"
            transaction.set_rollback(True)
    with entered("beta"):
        assert whose(connection) == "beta"


@pytest.mark.usefixtures("several_roles_in_a_transaction")
def test_a_rollback_to_a_savepoint_undoes_the_change_of_schema(connection: DatabaseWrapper) -> None:
    with transaction.atomic(), entered("alpha"):
        assert whose(connection) == "alpha"
        with entered("beta"):
            with transaction.atomic():
                assert whose(connection) == "beta"
                transaction.set_rollback(True)
            assert whose(connection) == "beta"
        assert whose(connection) == "alpha"


@pytest.mark.usefixtures("several_roles_in_a_transaction")
def test_a_savepoint_can_be_left_after_an_error_in_another_schema(connection: DatabaseWrapper) -> None:
    with transaction.atomic(), entered("alpha"):
        assert whose(connection) == "alpha"
        with pytest.raises(DatabaseError), transaction.atomic(), entered("beta"), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert whose(connection) == "alpha"


def test_a_commit_that_becomes_a_rollback_is_detected(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        assert whose(connection) == "alpha"
    with entered("beta"):
        with transaction.atomic(), connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("SELECT 1/0")
        assert whose(connection) == "beta"


@pytest.mark.parametrize(
    "statement",
    [
        "SET search_path = public",
        "  set ROLE tr_alpha",
        "RESET ALL",
        "-- why\nRESET ROLE",
        "/* why */ SET ROLE tr_alpha",
        "DISCARD ALL",
        b"SET search_path = alpha",
        psycopg2.sql.SQL("SET search_path = {}").format(psycopg2.sql.Identifier("alpha")),
    ],
)
def test_sql_that_changes_role_or_search_path_is_detected(connection: DatabaseWrapper, statement: object) -> None:
    with entered("beta"):
        with connection.cursor() as cursor:
            cursor.execute(statement)

        assert whose(connection) == "beta"


def test_a_rollback_in_plain_sql_is_detected(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        assert whose(connection) == "alpha"
    with entered("beta"), connection.cursor() as cursor:
        connection.set_autocommit(False)
        assert whose(connection) == "beta"
        cursor.execute("ROLLBACK")

        assert whose(connection) == "beta"

        connection.rollback()
        connection.set_autocommit(True)


def test_a_cursor_queries_the_current_schema(connection: DatabaseWrapper) -> None:
    with entered("alpha"), connection.cursor() as cursor:
        cursor.execute("SELECT whose FROM marker")
        assert cursor.fetchone() == ("alpha",)
        with entered("beta"):
            cursor.execute("SELECT whose FROM marker")
            assert cursor.fetchone() == ("beta",)


def test_a_server_side_cursor_is_opened_in_the_right_schema(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        assert whose(connection) == "alpha"
    with entered("beta"), transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT whose FROM marker")
        assert cursor.fetchall() == [("beta",)]


def test_a_raw_cursor_is_confirmed_too(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        whose(connection)
    with entered("beta"), opened(connection).cursor() as cursor:
        cursor.execute("SELECT whose FROM marker")
        assert cursor.fetchone() == ("beta",)


def test_copy_executemany_and_procedures_are_confirmed_too(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        whose(connection)
    with entered("beta"):
        with opened(connection).cursor() as cursor:
            copied = io.StringIO()
            cursor.copy_expert("COPY (SELECT whose FROM marker) TO STDOUT", copied)
        assert copied.getvalue().strip() == "beta"
    with entered("alpha"), opened(connection).cursor() as cursor:
        cursor.callproc("current_schema")
        assert cursor.fetchone() == ("alpha",)
    with entered("beta"), connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.executemany("UPDATE marker SET whose = %s WHERE current_schema() = 'beta'", [("x",)])


def test_a_reset_session_is_unconfirmed(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        assert whose(connection) == "alpha"
        opened(connection).reset()
        opened(connection).autocommit = True

        assert whose(connection) == "alpha"


def test_large_objects_are_refused(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        whose(connection)
        with pytest.raises(NotSupportedError):
            opened(connection).lobject()


def test_a_lost_connection_is_replaced_by_an_unconfirmed_one(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        whose(connection)
        _terminate(connection)
        with pytest.raises((OperationalError, InterfaceError)):
            whose(connection)
    with entered("beta"):
        assert whose(connection) == "beta"


def test_consecutive_statements_of_one_partnership_need_one_change(
    connection: DatabaseWrapper, states: list[ConnectionState]
) -> None:
    for _ in range(3):
        with entered("alpha"):
            whose(connection)
            whose(connection)

    # The first state is set twice, because Django sets the time zone of a new connection in between.
    assert set(states) == {ConnectionState("alpha", "tr_alpha")}
    assert len(states) <= 2


def test_entering_without_a_query_sets_nothing(connection: DatabaseWrapper, states: list[ConnectionState]) -> None:
    with entered("alpha"), entered("beta"):
        pass

    assert states == []


def test_contexts_can_be_nested(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        with entered("beta"):
            with entered("alpha"):
                assert whose(connection) == "alpha"
            assert whose(connection) == "beta"
        assert whose(connection) == "alpha"


@override_settings(TENANTS_PER_CONNECTION=1)
def test_a_connection_is_replaced_after_a_number_of_schemas(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        whose(connection)
        first = opened(connection)
        assert whose(connection) == "alpha"
        assert connection.connection is first
    with entered("beta"):
        assert whose(connection) == "beta"
        assert connection.connection is not first
        assert first.closed


@override_settings(TENANTS_PER_CONNECTION=1)
@pytest.mark.usefixtures("several_roles_in_a_transaction")
def test_a_connection_is_not_replaced_inside_a_transaction(connection: DatabaseWrapper) -> None:
    with entered("alpha"), transaction.atomic():
        whose(connection)
        first = opened(connection)
        with entered("beta"):
            assert whose(connection) == "beta"

    assert connection.connection is first


@override_settings(TENANTS_PER_CONNECTION=1)
def test_a_connection_is_not_replaced_while_rows_are_to_be_fetched(connection: DatabaseWrapper) -> None:
    with entered("alpha"), connection.chunked_cursor() as rows:
        rows.execute("SELECT whose FROM marker")
        first = opened(connection)
        with entered("beta"):
            assert whose(connection) == "beta"
        assert connection.connection is first
        assert rows.fetchall() == [("alpha",)]


def test_every_connection_of_the_service_is_confirming(connection: DatabaseWrapper) -> None:
    for alias in ("default", "owner"):
        connections[alias].ensure_connection()

        assert isinstance(connections[alias].connection, ConfirmingConnection)


def _terminate(connection: DatabaseWrapper) -> None:
    """Ends the backend of a connection from another one of the same login."""
    pid = opened(connection).info.backend_pid
    killer = psycopg2.connect(opened(connection).dsn, password=connection.settings_dict["PASSWORD"])
    try:
        with killer.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    finally:
        killer.close()
