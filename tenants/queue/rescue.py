"""Handing back the jobs of workers that died."""

from time import monotonic

import structlog
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tenants.queue import jobs
from tenants.queue.presence import is_present

log = structlog.stdlib.get_logger(__name__)

LOOK_EVERY = 10.0  # seconds
GRACE = 20.0  # seconds without its lock until a worker counts as dead: it may be reconnecting


class Rescue:
    """One worker's look at the others. A worker is dead once it was away at every look for GRACE seconds."""

    def __init__(self, worker_id: str) -> None:
        self._worker_id = worker_id
        self.forget()

    def forget(self) -> None:
        """Start over: this worker lost its connection, so the others may have lost theirs."""
        self._looked_at = float("-inf")
        self._away_since: dict[str, float] = {}

    def look(self) -> None:
        """Hand back the jobs of dead workers; at most once in LOOK_EVERY seconds. Call between two jobs."""
        if monotonic() - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = monotonic()
        if count := self.hand_back():
            log.warning("jobs of dead workers were handed back", count=count)

    @transaction.atomic
    def hand_back(self) -> int:
        """Hand back the jobs of dead workers now; how many there were."""
        running = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
        dead = self._dead({job.worker_ids[-1] for job in running})
        orphans = [job for job in running if job.worker_ids[-1] in dead]
        for job in orphans:
            jobs.hand_back(job)
        return len(orphans)

    def _dead(self, workers: set[str]) -> set[str]:
        """Which of these workers died. This one counts too: the answer to its claim of a job was lost."""
        now = monotonic()
        away = {worker for worker in workers - {self._worker_id} if not is_present(worker)}
        self._away_since = {worker: self._away_since.get(worker, now) for worker in away}
        dead = {worker for worker, since in self._away_since.items() if now - since >= GRACE}
        return dead | (workers & {self._worker_id})
