"""The Postgres log contains no personal data, whichever statement fails."""

from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2 import errors

from core.agencies.models import Agency
from tests.database import RUN
from tests.personas import Persona

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

CANARY = "Jane Canary of 3 Low Road"
ReadLog = Callable[[], str]


@pytest.fixture
def read_log(db: None) -> ReadLog:
    """A function that returns what the server has logged since the test began."""
    begin = RUN.server.log.stat().st_size

    def since() -> str:
        connection.cursor().execute("SELECT 1")  # the line of the failed statement is written by now
        with RUN.server.log.open("rb") as log:
            log.seek(begin)
            return log.read().decode()

    return since


@pytest.mark.parametrize(
    ("failing", "why"),
    [
        ("UPDATE agencies_agency SET name = %(canary)s, code = NULL", errors.NotNullViolation),
        ("UPDATE agencies_agency SET name = %(canary)s", errors.UniqueViolation),
        ("UPDATE accounts_user SET email = %(canary)s", errors.CheckViolation),
        ("UPDATE agencies_agency SET code = %(canary)s", errors.StringDataRightTruncation),
        ("UPDATE audit_entry SET actor = %(canary)s", errors.InsufficientPrivilege),
        ("SELECT %(canary)s::integer", errors.InvalidTextRepresentation),
        ("SELECT %(canary)s::date", errors.InvalidDatetimeFormat),
        ("SELECT %(canary)s::uuid", errors.InvalidTextRepresentation),
        ("SELECT %(canary)s::jsonb", errors.InvalidTextRepresentation),
        ("SELECT to_tsquery(%(canary)s)", errors.SyntaxError),
    ],
)
def test_a_failed_statement_logs_no_value(
    dana: Persona, police: Agency, council: Agency, read_log: ReadLog, failing: str, why: type[Exception]
) -> None:
    with pytest.raises(DatabaseError) as failure, transaction.atomic():
        connection.cursor().execute(failing, {"canary": CANARY})

    assert isinstance(failure.value.__cause__, why)
    assert "Canary" not in read_log()


@pytest.mark.parametrize(
    "path",
    [
        "/incidents/?cursor={0}",
        "/incidents/?from={0}&to={0}",
        "/incidents/?kind={0}&area={0}&level={0}&source={0}",
        "/incidents/{0}/",
        "/neighbourhoods/{0}/",
        "/agencies/{0}/",
        "/people-and-roles/?agency={0}&role={0}",
        "/audit-trail/?record={0}&from={0}&to={0}",
        "/audit-trail/incident:{0}/",
    ],
)
def test_invalid_values_in_urls_are_not_logged(dana: Persona, read_log: ReadLog, path: str) -> None:
    dana.client.get(path.format("Canary"))

    assert "Canary" not in read_log()


def test_the_log_still_has_messages_of_the_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_min_messages")
        assert cursor.fetchone() == ("log",)
    assert "database system is ready" in RUN.server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_min_messages", "log"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
    ],
)
def test_the_embedded_server_has_the_settings_for_every_database(setting: str, value: str) -> None:
    """`prepare_database` sets them for the service's own database only."""
    with closing(psycopg2.connect(RUN.server.address())) as connection, connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")

        assert cursor.fetchone() == (value,)
