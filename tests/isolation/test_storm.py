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
    """A connection to the same database with django-tenants' own backend."""
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
    """The application is isolated by search path and role, the owner by search path alone."""
    turns = storm.times(1_500, full=full)

    report = FaultInjection(alias, turns=turns, seed=storm.chance.getrandbits(32)).run()

    assert report.foreign == 0
    assert report.turns == turns
    assert 0 < report.errors < report.turns
    _record_figures(report, storm, f"as {alias}")


@pytest.mark.storm
def test_the_same_faults_make_stock_django_tenants_show_rows_of_another(stock: None, storm: Storm) -> None:
    """The control. A small run may not show such a row; the deterministic fault in the test below does."""
    turns = storm.times(300, full=100_000)

    report = FaultInjection(STOCK, turns=turns, seed=storm.chance.getrandbits(32)).run()

    assert report.turns == turns
    assert report.foreign > 0 or not storm.is_full
    _record_figures(report, storm, "stock django-tenants")


def test_failed_schema_changes_show_no_row_of_another(
    connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement, numbers = ConnectionState.statement, count()
    monkeypatch.setattr(
        ConnectionState, "statement", lambda self: ("SELECT 1/0; " if next(numbers) % 5 == 0 else "") + statement(self)
    )

    report = FaultInjection("owner", turns=200, threads=1, injecting=False).run()

    assert report.foreign == 0
    assert report.errors > 0


def test_the_same_fault_makes_stock_django_tenants_show_rows_of_another(stock: None) -> None:
    numbers = count()

    def fail_every_fifth_time(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SET search_path") and next(numbers) % 5 == 0:
            raise OperationalError("canceling statement due to user request")
        return execute(sql, *rest)

    class Faulty(FaultInjection):
        def whose(self) -> str:
            with connections[STOCK].execute_wrapper(fail_every_fifth_time):
                return super().whose()

    report = Faulty(STOCK, turns=200, threads=1, injecting=False).run()

    assert report.foreign > 0


def _record_figures(report: Report, storm: Storm, backend: str) -> None:
    storm.found(f"turns {backend}", report.turns)
    storm.found(f"rows of another partnership, {backend}", report.foreign)
    storm.found(f"turns that ended in an error, {backend}", report.errors)
    storm.found(f"cancels and terminations sent, {backend}", report.faults)
