"""A killed worker loses no job, and killed provisioning leaves either a whole partnership or nothing."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count as numbers

import pytest

from core.agencies.models import Membership
from tenants import current, erasing
from tenants.models import Partnership
from tenants.operations.actions import provision
from tenants.owner import OWNER, owner_connection
from tenants.states import State
from tests.storms import Storm
from tests.tenants.killing import (
    WHOLE,
    kill,
    locked,
    parts_of,
    process,
    query,
    wait_until,
    wait_until_blocked,
    wait_until_disconnected,
)
from tests.tenants.restarting import count

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

JOBS_FOR_EACH_KILL = 30
WORKER = """
from tenants.queue import rescue
rescue.GRACE, rescue.CHECK_EVERY = 0.0, 0.2
print("ready", flush=True)
call_command("db_worker", interval=0.02)
"""
PROVISION = """
from tenants.operations.actions import provision
print("ready", flush=True)
schema = sys.stdin.readline().strip()
provision(schema=schema, name="Killed", domain=schema + ".testserver", admin_email="ada@killed.example")
print("done", flush=True)
"""


# Worker --------------------------------------------------------------------------------------------------------------


def have_run(number: int) -> bool:
    """Whether at least this number of jobs have run."""
    return len(times_run()) >= number


def test_a_killed_worker_loses_no_job(storm: Storm) -> None:
    kills, chance = storm.times(2, full=25), storm.chance
    jobs = kills * JOBS_FOR_EACH_KILL
    with ExitStack() as stack:
        workers = [stack.enter_context(process(WORKER, is_owner=False)) for _ in range(2)]
        with current.entered("alpha"):
            for number in range(jobs):
                count.enqueue(number)
        for turn in range(kills):
            wait_until(partial(have_run, turn * JOBS_FOR_EACH_KILL))
            kill_a_worker(workers.pop(0), in_a_job=turn == 0, after=chance.uniform(0, 0.1))
            workers.append(stack.enter_context(process(WORKER, is_owner=False)))
        wait_until(all_are_done)
        for worker in workers:
            kill(worker)
    wait_until_disconnected()

    runs = times_run()
    assert runs.keys() == set(range(jobs))
    again = sum(runs.values()) - jobs  # jobs killed before they were marked as done; jobs are idempotent
    assert again <= kills
    storm.found("workers killed", kills)
    storm.found("jobs lost", jobs - len(runs))
    storm.found("jobs, all done", jobs)
    storm.found("jobs done again, since the kill came before they were marked as done", again)


def kill_a_worker(worker: subprocess.Popen[str], *, in_a_job: bool, after: float) -> None:
    if not in_a_job:
        time.sleep(after)
        kill(worker)
        return
    with locked("alpha.audit_entry"):
        wait_until_blocked(by="alpha.audit_entry", number=2)
        kill(worker)


def times_run() -> dict[int, int]:
    """How many times each job was completed."""
    return dict(
        query("SELECT (details->>'number')::int, count(*) FROM alpha.audit_entry WHERE details ? 'number' GROUP BY 1")
    )


def all_are_done() -> bool:
    """Whether every job is done. Jobs that were handed back are made due."""
    table = "django_tasks_database_dbtaskresult"
    query(f"UPDATE {table} SET run_after = now() WHERE run_after BETWEEN now() AND '9000-01-01' RETURNING id")
    return query(f"SELECT DISTINCT status FROM {table}") == [("SUCCESSFUL",)]


# Provisioning --------------------------------------------------------------------------------------------------------


@pytest.fixture
def schemas() -> Iterator[Iterator[str]]:
    """Names of partnerships that are removed after the test, with their roles, which belong to the whole server."""
    given: list[str] = []

    def names() -> Iterator[str]:
        for number in numbers():
            given.append(f"killed{os.getpid()}x{number}")
            yield given[-1]

    yield names()
    for schema in given:
        owner_connection().cursor().execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    Partnership.objects.using(OWNER).filter(schema_name__in=given).update(state=State.ERASED, swept_at=None)
    assert erasing.sweep() == []


def test_killed_provisioning_leaves_everything_or_nothing(schemas: Iterator[str], storm: Storm) -> None:
    kills, chance, seconds = storm.times(2, full=25), storm.chance, 0.0
    wholes = 0
    for turn, schema in zip(range(kills), schemas, strict=False):
        kill_while_provisioning(schema, in_the_middle=turn == 0, after=chance.uniform(0, seconds))
        parts = parts_of(schema)
        assert parts in (set(), WHOLE)
        wholes += bool(parts)

        began = time.monotonic()
        finish_provisioning(schema)
        seconds = max(seconds, time.monotonic() - began)

        assert parts_of(schema) == WHOLE
        with current.entered(schema):
            assert Membership.objects.count() == 1
    storm.found("provisionings killed", kills)
    storm.found("after which there was nothing of the partnership", kills - wholes)
    storm.found("after which there was all of it", wholes)
    storm.found("after which there was a part of it", 0)


def kill_while_provisioning(schema: str, *, in_the_middle: bool, after: float) -> None:
    with ExitStack() as stack:
        provisioning = stack.enter_context(process(PROVISION, is_owner=True))
        if in_the_middle:
            stack.enter_context(locked("tenants_domain"))  # schema, roles and tables are created, but not committed
        print(schema, file=provisioning.stdin, flush=True)
        if in_the_middle:
            wait_until_blocked(by="tenants_domain")
        else:
            time.sleep(after)
        kill(provisioning)
    wait_until_disconnected()


def finish_provisioning(schema: str) -> None:
    """Provisions again, as an operator does, unless the killed process had finished."""
    if not Partnership.objects.using(OWNER).filter(schema_name=schema).filter(first_administrator="invited").exists():
        provision(schema=schema, name="Killed", domain=f"{schema}.testserver", admin_email="ada@killed.example")
