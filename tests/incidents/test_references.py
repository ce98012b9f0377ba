"""Numbering incidents."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from core.incidents import references
from tenants import current


def test_they_follow_on_each_other_within_a_year(alpha: str) -> None:
    assert references.take(2, year=2026) == ["2026-000001", "2026-000002"]
    assert references.take(1, year=2026) == ["2026-000003"]
    assert references.take(1, year=2027) == ["2027-000001"]


def test_none_costs_nothing(alpha: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert references.take(0, year=2026) == []

    assert len(queries) == 0


def test_a_thousand_cost_one_statement(alpha: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(set(references.take(1000, year=2026))) == 1000

    assert len(queries) == 1


def test_what_fails_gives_its_numbers_back(alpha: str) -> None:
    with transaction.atomic():
        references.take(5, year=2026)
        transaction.set_rollback(True)

    assert references.take(1, year=2026) == ["2026-000001"]


def test_each_partnership_counts_for_itself(alpha: str) -> None:
    references.take(5, year=2026)

    with current.entered("beta"):
        assert references.take(1, year=2026) == ["2026-000001"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_share_one() -> None:
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
