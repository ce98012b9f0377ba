"""Confirmation under fault injection, with a fixed seed and few turns; script/storm runs the full count."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connections

from tenants.backend.base import DatabaseWrapper
from tenants.backend.connection_state import ConnectionState
from tests.isolation.fault_injection import STOCK, FaultInjection, Report
from tests.storms import Storm


@pytest.fixture
def stock(connection: DatabaseWrapper) -> Iterator[None]:
    """A connection by django-tenants' own backend, to the same database."""
    connections.settings[STOCK] = connections.settings["owner"] | {"ENGINE": "django_tenants.postgresql_backend"}
    yield
    connections[STOCK].close()
    del connections[STOCK]
    del connections.settings[STOCK]


@pytest.mark.storm
@pytest.mark.usefixtures("several_roles_in_a_transaction")
@pytest.mark.parametrize(("alias", "full"), [("default", 1_000_000), ("owner", 100_000)])
def test_no_row_of_the_other_partnership_is_ever_seen(
    connection: DatabaseWrapper, storm: Storm, alias: str, full: int
) -> None:
    """By path and role together, as the application; and as the owner, by the path alone."""
    turns = storm.times(1_500, full=full)

    report = FaultInjection(alias, turns=turns, seed=storm.chance.getrandbits(32)).run()

    assert report.foreign == 0
    assert report.turns == turns
    assert 0 < report.errors < report.turns
    _keep(report, storm, f"as {alias}")


@pytest.mark.storm
def test_the_same_faults_make_stock_show_rows_of_another(stock: None, storm: Storm) -> None:
    """The control. A few turns are not sure to show one; the injected fault below is."""
    turns = storm.times(300, full=100_000)

    report = FaultInjection(STOCK, turns=turns, seed=storm.chance.getrandbits(32)).run()

    assert report.turns == turns
    assert report.foreign > 0 or not storm.is_full
    _keep(report, storm, "stock django-tenants")


def test_a_choice_that_fails_now_and_then_shows_no_row_of_another(
    connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement, numbers = ConnectionState.statement, count()
    monkeypatch.setattr(
        ConnectionState, "statement", lambda self: ("SELECT 1/0; " if next(numbers) % 5 == 0 else "") + statement(self)
    )

    report = FaultInjection("owner", turns=200, threads=1, injecting=False).run()

    assert report.foreign == 0
    assert report.errors > 0


def test_the_same_fault_makes_stock_show_rows_of_another(stock: None) -> None:
    numbers = count()

    def fail_now_and_then(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SET search_path") and next(numbers) % 5 == 0:
            raise OperationalError("canceling statement due to user request")
        return execute(sql, *rest)

    class Faulty(FaultInjection):
        def whose(self) -> str:
            with connections[STOCK].execute_wrapper(fail_now_and_then):
                return super().whose()

    report = Faulty(STOCK, turns=200, threads=1, injecting=False).run()

    assert report.foreign > 0


def _keep(report: Report, storm: Storm, backend: str) -> None:
    storm.found(f"turns {backend}", report.turns)
    storm.found(f"rows of another partnership, {backend}", report.foreign)
    storm.found(f"turns that ended in an error, {backend}", report.errors)
    storm.found(f"cancels and terminations sent, {backend}", report.faults)
