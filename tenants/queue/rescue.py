"""Handing back the jobs of workers that died."""

from time import monotonic

import structlog
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tenants.queue import jobs
from tenants.queue.presence import is_present

log = structlog.stdlib.get_logger(__name__)

CHECK_EVERY = 10.0  # seconds
GRACE = 20.0  # seconds without its lock after which a worker counts as dead: it may be reconnecting


class Rescue:
    """One worker's checks of the others. A worker is dead if it was absent at every check for GRACE seconds."""

    def __init__(self, worker_id: str) -> None:
        self._worker_id = worker_id
        self.forget()

    def forget(self) -> None:
        """Forgets all checks. This worker lost its connection, so the others may have lost theirs."""
        self._checked_at = float("-inf")
        self._absent_since: dict[str, float] = {}

    def check(self) -> None:
        """Hands back the jobs of dead workers, at most once in CHECK_EVERY seconds. Call between two jobs."""
        if monotonic() - self._checked_at < CHECK_EVERY:
            return
        self._checked_at = monotonic()
        if count := self.hand_back():
            log.warning("jobs of dead workers were handed back", count=count)

    @transaction.atomic
    def hand_back(self) -> int:
        """Hands back the jobs of dead workers now. Returns how many."""
        running = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
        dead = self._dead({job.worker_ids[-1] for job in running})
        orphans = [job for job in running if job.worker_ids[-1] in dead]
        for job in orphans:
            jobs.hand_back(job)
        return len(orphans)

    def _dead(self, workers: set[str]) -> set[str]:
        """Those of these workers that died. This worker counts if it has a job: the answer to its claim was lost."""
        now = monotonic()
        absent = {worker for worker in workers - {self._worker_id} if not is_present(worker)}
        self._absent_since = {worker: self._absent_since.get(worker, now) for worker in absent}
        dead = {worker for worker, since in self._absent_since.items() if now - since >= GRACE}
        return dead | (workers & {self._worker_id})
