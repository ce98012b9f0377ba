"""Database URLs from the environment: the settings they give, and errors that name the variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def database(monkeypatch: pytest.MonkeyPatch, address: str) -> dict[str, object]:
    monkeypatch.setenv("DATABASE_URL", address)
    return env.database("DATABASE_URL", max_age=600)


def test_a_url_becomes_a_database_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = database(monkeypatch, "postgresql://app:p%40ss%2Fword@db.example:5433/safetynet?sslmode=verify-full")

    assert (entry["ENGINE"], entry["NAME"], entry["HOST"], entry["PORT"]) == (
        "tenants.backend",
        "safetynet",
        "db.example",
        5433,
    )
    assert (entry["USER"], entry["PASSWORD"], entry["OPTIONS"]) == ("app", "p@ss/word", {"sslmode": "verify-full"})
    assert (entry["CONN_MAX_AGE"], entry["CONN_HEALTH_CHECKS"]) == (600, True)


@pytest.mark.parametrize(
    "address", ["postgresql://app@/safetynet?host=/run/pg", "postgresql://app@%2Frun%2Fpg/safetynet"]
)
def test_the_host_can_be_a_socket_folder(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert database(monkeypatch, address)["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://app@db.example/safetynet", "must begin with postgresql://, not mysql"),
        ("db.example", "must begin with postgresql://, not db.example"),
        ("postgresql://app@db.example/", "names no database"),
        ("postgresql://app:pass/word@db.example/safetynet", "percent-encode special characters"),
    ],
)
def test_an_invalid_url_raises_an_error_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, address: str, reason: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"DATABASE_URL.*{reason}") as raised:
        database(monkeypatch, address)

    assert "pass/word" not in str(raised.value)
