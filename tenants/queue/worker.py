"""The worker: runs each job inside its partnership, and takes over from workers that died."""

from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from django.db import close_old_connections
from structlog.contextvars import bound_contextvars

from tenants import current
from tenants.queue import jobs
from tenants.queue.jobs import Job
from tenants.queue.presence import Presence

log = structlog.stdlib.get_logger(__name__)

RESCUE_EVERY = 20.0  # seconds


class NoSchema(LookupError):
    """A job that names no schema: it is never run."""


class Worker:
    """Takes jobs from one queue until it is told to stop. A job may run more than once: it is idempotent."""

    def __init__(self, *, queue: str = "default", interval: float = 1.0) -> None:
        self.worker_id = uuid4().hex
        self._queue = queue
        self._interval = interval  # seconds between looks at an empty queue
        self._stopping = Event()
        self._rescued_at = float("-inf")

    def stop(self) -> None:
        """Finish the job in hand, then stop."""
        self._stopping.set()

    def run(self, *, batch: bool = False) -> int:
        """Work until stopped or, with `batch`, until nothing is due; how many jobs were run."""
        done = 0
        with Presence(self.worker_id) as presence:
            while not self._stopping.is_set():
                presence.renew()
                self._rescue()
                if self.run_next():
                    done += 1
                elif batch:
                    break
                else:
                    self._stopping.wait(self._interval)
        return done

    def run_next(self) -> bool:
        """Run one job; whether there was one."""
        close_old_connections()
        job = jobs.claim(queue=self._queue, worker_id=self.worker_id)
        if job is None:
            return False
        with bound_contextvars(**_facts(job)):
            try:
                _perform(job)
            except Exception as error:
                log.exception("a job failed")
                jobs.put_off(job, error)
            else:
                log.info("a job was done")
                jobs.succeed(job)
        return True

    def _rescue(self) -> None:
        if monotonic() - self._rescued_at < RESCUE_EVERY:
            return
        self._rescued_at = monotonic()
        if rescued := jobs.rescue():
            log.warning("jobs of dead workers were handed back", count=rescued)


def _facts(job: Job) -> dict[str, Any]:
    """What every line that is written during a job says of it."""
    schema = job.args_kwargs.get("schema", "")
    return {"tenant": schema, "job": str(job.pk), "task": job.task_path, "attempt": len(job.worker_ids)}


def _perform(job: Job) -> None:
    schema = job.args_kwargs.get("schema")
    if not schema:
        raise NoSchema
    with current.entered(schema):
        job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
