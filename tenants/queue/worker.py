"""The worker: runs each job inside its partnership, and takes over jobs of workers that died."""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any
from uuid import uuid4

import structlog
from django.db import close_old_connections
from structlog.contextvars import bound_contextvars

from tenants import current
from tenants.frames import with_room
from tenants.queue import jobs
from tenants.queue.jobs import Job
from tenants.queue.presence import Presence
from tenants.queue.rescue import Rescue
from tenants.reconnecting import Retrying

log = structlog.stdlib.get_logger(__name__)


class NoSchema(LookupError):
    """A job without a schema, which is never run."""


class Worker:
    """Runs jobs of one queue until it is told to stop. A job may run more than once, so it must be idempotent.

    The worker survives a lost connection. The outcome of a finished job is written when the server is back.
    """

    def __init__(self, *, queue: str = "default", interval: float = 1.0) -> None:
        self.worker_id = uuid4().hex
        self._queue = queue
        self._interval = interval  # seconds between checks of an empty queue
        self._stopping = Event()
        self._rescue = Rescue(self.worker_id)
        self._retrying = Retrying(self._stopping, on_loss=self._rescue.forget)

    def stop(self) -> None:
        """Stops after the current job."""
        self._stopping.set()

    def run(self, *, batch: bool = False) -> int:
        """Works until stopped or, with `batch`, until nothing is due. Returns the number of jobs."""
        done = 0
        with Presence(self.worker_id) as presence:
            while not self._stopping.is_set():
                presence.check()
                with self._retrying:
                    self._rescue.check()
                    if self.run_next():
                        done += 1
                    elif batch:
                        break
                    else:
                        self._stopping.wait(self._interval)
        return done

    def run_next(self) -> bool:
        """Runs one job. Returns whether there was one."""
        close_old_connections()
        job = jobs.claim(queue=self._queue, worker_id=self.worker_id)
        if job is None:
            return False
        with bound_contextvars(**_log_context(job)):
            try:
                _run(job)
            except Exception as error:
                log.exception("a job failed")
                self._write(partial(jobs.put_off, job, error))
            else:
                log.info("a job was done")
                self._write(partial(jobs.succeed, job))
        return True

    def _write(self, outcome: Callable[[], None]) -> None:
        """Writes the outcome of a job, and tries until it succeeds, because a finished job must not run again."""
        is_written = False
        while not is_written:
            with self._retrying:
                close_old_connections()
                outcome()
                is_written = True


def _log_context(job: Job) -> dict[str, Any]:
    """What every log line of a job says about it."""
    schema = job.args_kwargs.get("schema", "")
    return {"tenant": schema, "job": str(job.pk), "task": job.task_path, "attempt": len(job.worker_ids)}


@with_room
def _run(job: Job) -> None:
    schema = job.args_kwargs.get("schema")
    if not schema:
        raise NoSchema
    with current.entered(schema):
        job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
