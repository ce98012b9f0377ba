"""Background jobs run in the partnership that enqueued them, are retried, and are never lost."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from time import monotonic, sleep
from uuid import UUID, uuid4

import psycopg2
import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from core.accounts.models import User
from tenants import current
from tenants.current import NoTenant, entered
from tenants.queue import jobs, presence, rescue
from tenants.queue.backend import NotAReference, references
from tenants.queue.jobs import Job
from tenants.queue.presence import LOCK_CLASS, Presence, is_present
from tenants.queue.rescue import Rescue
from tenants.queue.worker import Worker
from tests.database import RUN

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

CANARY = "Jane Canary of 3 Low Road"
ran: list[tuple[str, int]] = []


@pytest.fixture(autouse=True)
def nothing_ran() -> Iterator[None]:
    ran.clear()
    yield
    ran.clear()


@task
def work(number: int) -> str:
    """Notes the schema in which it ran, and returns personal data, which must not be stored."""
    ran.append((current.schema(), number))
    return CANARY


@task
def lose_the_connection(number: int) -> None:
    """Does its work, then loses the connection before the result is stored."""
    ran.append((current.schema(), number))
    connection.ensure_connection()
    end_backend(connection.connection.info.backend_pid)


@task
def fail(number: int) -> None:
    """Fails with personal data in its message and in a local variable."""
    name = CANARY
    raise ValueError(name)


def only_job() -> Job:
    return DBTaskResult.objects.get()


def make_due() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def as_superuser(sql: str, *values: object) -> list[int]:
    """Runs a query as the superuser and returns the first column."""
    with closing(psycopg2.connect(RUN.server.address(RUN.name))) as own, own.cursor() as cursor:
        cursor.execute(sql, values)
        return [value for (value, *_) in cursor.fetchall()]


def end_backend(pid: int) -> None:
    """Ends a connection on the server, as a restart does."""
    as_superuser("SELECT pg_terminate_backend(%s, 5000)", pid)


def holders_of_presence() -> list[int]:
    """The backends that hold the lock of a worker."""
    return as_superuser(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())",
        LOCK_CLASS,
    )


def wait_until_gone(worker_id: str) -> None:
    """Waits until the server has ended a closed connection. Fails after 5 seconds."""
    deadline = monotonic() + 5
    while monotonic() < deadline:
        with transaction.atomic():
            if not is_present(worker_id):
                return
        sleep(0.02)
    pytest.fail(f"{worker_id} is still present.")


def test_a_job_runs_inside_the_partnership_that_enqueued_it() -> None:
    with entered("alpha"):
        work.enqueue(1)
    with entered("beta"):
        work.enqueue(2)

    assert Worker().run(batch=True) == 2

    assert ran == [("alpha", 1), ("beta", 2)]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {jobs.SUCCESSFUL}
    assert current.schema() == "public"


def test_a_job_is_enqueued_in_the_transaction_of_its_change() -> None:
    with entered("alpha"), transaction.atomic():
        User.objects.create_user("a@alpha.example", "A")
        work.enqueue(1)
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()


def test_a_job_cannot_be_enqueued_outside_a_partnership() -> None:
    with pytest.raises(NoTenant):
        work.enqueue(1)


def test_the_service_can_enqueue_jobs() -> None:
    with entered("public"):
        work.enqueue(1)
    Worker().run(batch=True)

    assert ran == [("public", 1)]


def test_a_job_without_a_schema_is_never_run() -> None:
    with entered("alpha"):
        work.enqueue(1)
    DBTaskResult.objects.update(args_kwargs={"args": [1], "kwargs": {}})

    Worker().run(batch=True)

    assert ran == []
    assert only_job().exception_class_path.endswith("NoSchema")


def test_a_job_for_another_partnership_is_refused_by_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    with entered("alpha"):
        monkeypatch.setattr("tenants.current.namespace", lambda: "beta")
        with pytest.raises(ProgrammingError, match="row-level security"):
            work.enqueue(1)


def test_a_partnership_cannot_read_jobs() -> None:
    with entered("alpha"):
        work.enqueue(1)
        with pytest.raises(ProgrammingError, match="permission denied"):
            DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    "value", [1, None, True, "2018-10", "incident:31", "north-lincolnshire", [1, {"of": "A-12/3"}]]
)
def test_references_are_accepted(value: object) -> None:
    assert references(value) == value


def test_a_uuid_is_stored_as_text() -> None:
    value = uuid4()

    assert references(value) == str(value)
    assert UUID(references(value)) == value


@pytest.mark.parametrize(
    "value", [CANARY, "jane@example.org", 1.5, date(2026, 1, 1), ["x", {"name": "Jane Canary"}], object()]
)
def test_arguments_that_can_be_personal_data_are_refused(value: object) -> None:
    with pytest.raises(NotAReference):
        references(value)


def test_a_jobs_return_value_is_not_stored() -> None:
    with entered("alpha"):
        work.enqueue(1)
    Worker().run(batch=True)

    assert only_job().return_value is None


def test_a_failed_job_is_retried_after_increasing_delays() -> None:
    with entered("alpha"):
        fail.enqueue(1)
    for seconds in (15, 30, 60):
        make_due()
        before = timezone.now()
        Worker().run(batch=True)
        failed_at = only_job().run_after - timedelta(seconds=seconds)
        assert before <= failed_at <= timezone.now()

    assert only_job().status == jobs.READY


def test_a_job_that_keeps_failing_is_listed_as_dead() -> None:
    with entered("alpha"):
        fail.enqueue(1)
    for _ in range(jobs.ATTEMPTS):
        make_due()
        Worker().run(batch=True)

    assert only_job().status == jobs.FAILED
    assert list(jobs.dead()) == [only_job()]
    make_due()
    assert Worker().run(batch=True) == 0


def test_a_failure_is_stored_without_personal_data(caplog: pytest.LogCaptureFixture) -> None:
    with entered("alpha"):
        fail.enqueue(1)
    Worker().run(batch=True)

    job = only_job()
    assert job.exception_class_path == "builtins.ValueError"
    assert "test_queue.py" in job.traceback
    assert "in fail" in job.traceback
    assert "Canary" not in job.traceback + caplog.text
    assert "builtins.ValueError" not in job.traceback


@pytest.fixture
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker counts as dead as soon as its lock is gone."""
    monkeypatch.setattr(rescue, "GRACE", 0.0)


def test_the_job_of_a_dead_worker_is_handed_back(no_grace: None) -> None:
    with entered("alpha"):
        work.enqueue(1)
    with Presence("the-dead"):
        assert jobs.claim(queue="default", worker_id="the-dead")
        assert Rescue("another").hand_back() == 0
    assert only_job().status == jobs.RUNNING
    wait_until_gone("the-dead")

    assert Rescue("another").hand_back() == 1

    assert only_job().status == jobs.READY
    make_due()
    Worker().run(batch=True)
    assert ran == [("alpha", 1)]


def test_a_worker_that_reconnects_keeps_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    with entered("alpha"):
        work.enqueue(1)
    jobs.claim(queue="default", worker_id="reconnecting")
    another = Rescue("another")

    assert another.hand_back() == 0  # the worker is first noticed as absent
    monkeypatch.setattr(rescue, "monotonic", lambda: monotonic() + rescue.GRACE)
    another.forget()
    assert another.hand_back() == 0  # the checking worker was disconnected too, so it starts over

    monkeypatch.setattr(rescue, "monotonic", lambda: monotonic() + 2 * rescue.GRACE)
    assert another.hand_back() == 1


def test_a_job_whose_claim_was_never_acknowledged_is_handed_back() -> None:
    with entered("alpha"):
        work.enqueue(1)
    jobs.claim(queue="default", worker_id="this-one")

    assert Rescue("this-one").hand_back() == 1

    assert only_job().status == jobs.READY


def test_a_job_that_kills_its_workers_becomes_dead(no_grace: None) -> None:
    with entered("alpha"):
        work.enqueue(1)
    for number in range(jobs.ATTEMPTS):
        make_due()
        jobs.claim(queue="default", worker_id=f"dead-{number}")
        Rescue("another").hand_back()

    assert list(jobs.dead()) == [only_job()]


def test_a_running_worker_hands_back_jobs_of_dead_workers(no_grace: None) -> None:
    with entered("alpha"):
        work.enqueue(1)
    jobs.claim(queue="default", worker_id="the-dead")

    Worker().run(batch=True)

    assert only_job().status == jobs.READY


def test_a_worker_cannot_finish_a_job_that_another_has_claimed() -> None:
    with entered("alpha"):
        work.enqueue(1)
    mine = jobs.claim(queue="default", worker_id="away")
    assert mine
    jobs.hand_back(mine)
    make_due()
    jobs.claim(queue="default", worker_id="another")

    jobs.succeed(mine)

    assert only_job().status == jobs.RUNNING


def test_a_finished_job_is_not_repeated_after_a_lost_connection() -> None:
    with entered("alpha"):
        lose_the_connection.enqueue(1)

    assert Worker().run(batch=True) == 1

    assert ran == [("alpha", 1)]
    assert only_job().status == jobs.SUCCESSFUL


def test_a_worker_continues_after_a_failed_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    with entered("alpha"):
        work.enqueue(1)
    claim, failures = jobs.claim, iter([OperationalError("server closed the connection"), InterfaceError("closed")])

    def claim_at_the_third_try(**arguments: str) -> jobs.Job | None:
        for failure in failures:
            raise failure
        return claim(**arguments)

    monkeypatch.setattr(jobs, "claim", claim_at_the_third_try)

    assert Worker().run(batch=True) == 1


def test_presence_ends_with_the_worker() -> None:
    with transaction.atomic(), Presence("somebody"):
        assert is_present("somebody")

    wait_until_gone("somebody")


def test_presence_is_restored_after_a_lost_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "EVERY", 0.05)
    with Presence("somebody") as here:
        (first,) = holders_of_presence()
        end_backend(first)

        deadline = monotonic() + 5
        while holders_of_presence() in ([first], []):
            assert monotonic() < deadline
        here.check()


def test_two_workers_cannot_claim_the_same_job() -> None:
    with entered("alpha"):
        work.enqueue(1)

    assert jobs.claim(queue="default", worker_id="one")
    assert jobs.claim(queue="default", worker_id="two") is None


def test_a_worker_runs_jobs_of_its_queue_only() -> None:
    with entered("alpha"):
        work.enqueue(1)
    DBTaskResult.objects.update(queue_name="other")

    assert Worker().run(batch=True) == 0
    assert Worker(queue="other").run(batch=True) == 1


def test_finished_jobs_are_deleted_after_a_fortnight() -> None:
    with entered("alpha"):
        work.enqueue(1)
        fail.enqueue(2)
    Worker().run(batch=True)
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))

    call_command("prune_db_task_results", verbosity=0)

    assert only_job().exception_class_path


def test_the_command_runs_the_queued_jobs() -> None:
    with entered("alpha"):
        work.enqueue(1)
    output = StringIO()

    call_command("db_worker", batch=True, stdout=output)

    assert output.getvalue() == "Stopped after 1 job.\n"
