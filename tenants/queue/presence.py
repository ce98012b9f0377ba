"""How workers notice that one of them died: each holds a lock while its process lives."""

from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connection, connections

from tenants.reconnecting import Retrying

LOCK_CLASS = 0x5AFE  # our class of advisory locks
EVERY = 1.0  # seconds between checks of the lock
FIRST_LOCK_TIMEOUT = 5.0  # seconds; other workers wait longer before a worker counts as dead


class Presence:
    """Holds a worker's lock on a separate connection. Postgres releases it when the worker dies.

    A thread holds it, also while a job runs, and takes it again when the server is back after a restart.
    """

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self._leaving = Event()
        self._held = Event()
        self._thread = Thread(target=self._hold, name="presence", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._held.wait(FIRST_LOCK_TIMEOUT)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._thread.join(FIRST_LOCK_TIMEOUT)

    def check(self) -> None:
        """Raises RuntimeError if the thread has stopped, because others would take over this worker's jobs."""
        if not self._thread.is_alive():
            raise RuntimeError("The worker's lock is no longer held; the log says why.")

    def _hold(self) -> None:
        own = connections.create_connection(DEFAULT_DB_ALIAS)
        retrying = Retrying(self._leaving)
        try:
            while not self._leaving.is_set():
                with retrying:
                    with own.cursor() as cursor:
                        # Does nothing if this session has the lock. If the server has not noticed yet that the last
                        # connection was lost, that connection has it, and this worker counts as present as well.
                        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_CLASS, self.worker_id])
                    self._held.set()
                    self._leaving.wait(EVERY)
        finally:
            own.close()


def is_present(worker_id: str) -> bool:
    """Whether a worker lives. Call inside a transaction, whose end releases the lock that this tries to take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK_CLASS, worker_id])
        (present,) = cursor.fetchone()
    return bool(present)
