"""When Postgres is restarted under load, every process reconnects, and no job or order is lost or done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from script.local.postgres import Server
from tests.database import RUN
from tests.storms import Storm
from tests.tenants.restarting import Service


@pytest.fixture
def service(django_db_setup: None, tmp_path: Path) -> Iterator[Service]:
    """A service with two workers and an operator process, under load."""
    service = Service(
        Server(f"restarted-{RUN.name}", RUN.server.programs, durable=False), tmp_path
    )  # stopped, never killed
    with service.running():
        yield service


@pytest.mark.storm
@pytest.mark.timeout(1800)
def test_restarting_postgres_loses_and_repeats_nothing(service: Service, storm: Storm) -> None:
    restarts = storm.times(1, full=25)
    for _ in range(restarts):
        _wait_for_work(service)
        service.restart()
    _wait_for_work(service)
    service.stop_load()
    service.wait_until(lambda: _is_done(service), what="the end of the work")

    runs, jobs, orders = service.runs(), service.acknowledged("job"), service.acknowledged("order")
    assert service.ended() == []
    assert jobs - runs.keys() == set()
    assert {job: times for job, times in runs.items() if times > 1} == {}
    assert {service.orders().get(order) for order in orders} == {""}
    storm.found("restarts of Postgres", restarts)
    storm.found("jobs acknowledged", len(jobs))
    storm.found("jobs lost", len(jobs - runs.keys()))
    storm.found("jobs done twice", sum(times > 1 for times in runs.values()))
    storm.found("orders acknowledged, all carried out", len(orders))


def _wait_for_work(service: Service) -> None:
    """Waits until the web process answers, and twenty more jobs and one more order are done."""
    jobs, orders = len(service.runs()) + 20, len(service.orders())
    service.wait_until(service.web_is_ready, what="an answer")
    service.wait_until(lambda: len(service.runs()) > jobs and len(service.orders()) > orders, what="work")


def _is_done(service: Service) -> bool:
    service.make_due()
    return service.jobs().keys() == {"SUCCESSFUL"} and None not in service.orders().values()
