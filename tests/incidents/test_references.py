"""References of incidents."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from core.incidents import references
from tenants import current


def test_they_are_numbered_from_1_in_each_year(alpha: str) -> None:
    assert references.take(2, year=2026) == ["2026-000001", "2026-000002"]
    assert references.take(1, year=2026) == ["2026-000003"]
    assert references.take(1, year=2027) == ["2027-000001"]


def test_taking_none_needs_no_statement(alpha: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert references.take(0, year=2026) == []

    assert len(queries) == 0


def test_taking_a_thousand_needs_one_statement(alpha: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(set(references.take(1000, year=2026))) == 1000

    assert len(queries) == 1


def test_a_rollback_returns_the_numbers(alpha: str) -> None:
    with transaction.atomic():
        references.take(5, year=2026)
        transaction.set_rollback(True)

    assert references.take(1, year=2026) == ["2026-000001"]


def test_each_partnership_has_its_own_numbers(alpha: str) -> None:
    references.take(5, year=2026)

    with current.entered("beta"):
        assert references.take(1, year=2026) == ["2026-000001"]


@pytest.mark.django_db(transaction=True)
def test_concurrent_transactions_get_different_numbers() -> None:
    taken: list[str] = []

    def work() -> None:
        with current.entered("alpha"):
            for _ in range(10):
                with transaction.atomic():
                    taken.extend(references.take(3, year=2026))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [f"2026-{number:06}" for number in range(1, 121)]
