"""How workers see that one of them is dead: each holds a lock for as long as its process lives."""

from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connection, connections

from tenants.reconnecting import Retrying

LOCK_CLASS = 0x5AFE  # keeps our advisory locks apart from anybody else's
EVERY = 1.0  # seconds between looks at the lock
PATIENCE = 5.0  # seconds to wait for the first lock; others wait longer before they take a worker for dead


class Presence:
    """Holds a worker's lock on a connection of its own, which Postgres gives up when the worker dies.

    A thread keeps it, also while a job runs, and takes it again as soon as the server is back.
    """

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self._leaving = Event()
        self._held = Event()
        self._thread = Thread(target=self._hold, name="presence", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._held.wait(PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._thread.join(PATIENCE)

    def check(self) -> None:
        """Raise RuntimeError if the thread has stopped: others would take over this worker's jobs."""
        if not self._thread.is_alive():
            raise RuntimeError("The worker's lock is no longer held; the log says why.")

    def _hold(self) -> None:
        own = connections.create_connection(DEFAULT_DB_ALIAS)
        retrying = Retrying(self._leaving)
        try:
            while not self._leaving.is_set():
                with retrying:
                    with own.cursor() as cursor:
                        # Does nothing where this session has the lock. Where the server still takes a lost connection
                        # for alive, that one has it, and this worker counts as present all the same.
                        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_CLASS, self.worker_id])
                    self._held.set()
                    self._leaving.wait(EVERY)
        finally:
            own.close()


def is_present(worker_id: str) -> bool:
    """Whether a worker lives. Call inside a transaction, at whose end the lock that this tries is given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK_CLASS, worker_id])
        (present,) = cursor.fetchone()
    return bool(present)
