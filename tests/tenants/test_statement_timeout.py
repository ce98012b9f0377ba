"""Statements of the application are cancelled after a minute. The owner's are not."""

import pytest
from django.db import OperationalError, connections

from config import env
from tenants.owner import OWNER

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def timeout_of(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


def test_only_the_application_has_a_statement_timeout() -> None:
    assert timeout_of("default") == "1min"
    assert timeout_of(OWNER) == "0"


def test_a_statement_is_cancelled_at_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", {"options": "-c statement_timeout=50ms"})
    connections["default"].close()

    with connections["default"].cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
        cursor.execute("SELECT pg_sleep(60)")


@pytest.mark.parametrize(
    ("query", "seconds", "options"),
    [
        ("", 60, {"options": "-c statement_timeout=60s"}),
        ("", 0, {}),
        ("?options=-c%20jit%3Doff", 5, {"options": "-c jit=off -c statement_timeout=5s"}),
    ],
)
def test_the_timeout_is_added_to_the_database_options(
    monkeypatch: pytest.MonkeyPatch, query: str, seconds: int, options: dict[str, str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://app@db.example/safetynet{query}")

    assert env.database("DATABASE_URL", statement_timeout=seconds)["OPTIONS"] == options
