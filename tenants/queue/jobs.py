"""The states of a job: claimed, successful, put off, dead; and handed back when its worker died."""

from datetime import timedelta
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

Job = DBTaskResult[Any, Any]

ATTEMPTS = 6  # then a job is dead, and operators see it
FIRST_PAUSE = timedelta(seconds=15)  # doubled each time: the last attempt is after about eight minutes

READY, RUNNING, SUCCESSFUL, FAILED = "READY", "RUNNING", "SUCCESSFUL", "FAILED"


@transaction.atomic
def claim(*, queue: str, worker_id: str) -> Job | None:
    """The next job of a queue, marked as this worker's; None if nothing is due."""
    job = DBTaskResult.objects.ready().filter(queue_name=queue).get_locked()
    if job is not None:
        job.claim(worker_id)
    return job


def succeed(job: Job) -> None:
    """Marks a job as successful. Its result is not stored: results belong inside the partnership."""
    _write(job, status=SUCCESSFUL, finished_at=timezone.now(), exception_class_path="", traceback="")


def put_off(job: Job, error: BaseException) -> None:
    """Schedules another attempt of a failed job, later each time. After the last attempt it is dead."""
    _return(
        job, exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}", traceback=scrubbed(error)
    )


def hand_back(job: Job) -> None:
    """Lets another worker try a job whose worker died."""
    _return(job, exception_class_path="WorkerDied")


def dead() -> QuerySet[Job]:
    """Jobs that failed their last attempt, newest first."""
    return DBTaskResult.objects.failed().order_by("-finished_at")


def scrubbed(error: BaseException) -> str:
    """A traceback without messages, source lines or values, which may contain personal data."""
    frames = extract_tb(error.__traceback__)
    return "\n".join(f"{_relative(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames)


def _return(job: Job, **reason: str) -> None:
    attempts = len(job.worker_ids)
    if attempts >= ATTEMPTS:
        _write(job, status=FAILED, finished_at=timezone.now(), **reason)
    else:
        _write(job, status=READY, run_after=timezone.now() + FIRST_PAUSE * 2 ** (attempts - 1), **reason)


def _write(job: Job, **values: object) -> None:
    """Writes the outcome of a job, unless another worker has taken it over."""
    DBTaskResult.objects.filter(pk=job.pk, worker_ids=job.worker_ids).update(**values)


def _relative(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else path.name
