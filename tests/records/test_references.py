"""References of a series."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.records import references
from tenants import current


def test_each_series_is_numbered_from_1_in_each_year(alpha: str) -> None:
    assert references.take("T", 2, year=2026) == ["T-2026-1", "T-2026-2"]
    assert references.take("T", 1, year=2026) == ["T-2026-3"]
    assert references.take("T", 1, year=2027) == ["T-2027-1"]
    assert references.take("CASE", 1, year=2026) == ["CASE-2026-1"]


def test_taking_none_needs_no_statement(alpha: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert references.take("T", 0, year=2026) == []

    assert len(queries) == 0


def test_taking_a_thousand_needs_one_statement(alpha: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(set(references.take("T", 1000, year=2026))) == 1000

    assert len(queries) == 1


def test_a_rollback_returns_the_numbers(alpha: str) -> None:
    with transaction.atomic():
        references.take("T", 5, year=2026)
        transaction.set_rollback(True)

    assert references.take("T", 1, year=2026) == ["T-2026-1"]


def test_each_partnership_has_its_own_numbers(alpha: str) -> None:
    references.take("T", 5, year=2026)

    with current.entered("beta"):
        assert references.take("T", 1, year=2026) == ["T-2026-1"]
