"""How workers see that one of them is dead: each holds a lock for as long as its connection lives."""

from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connection, connections

LOCK_CLASS = 0x5AFE  # keeps our advisory locks apart from anybody else's


class Presence:
    """Holds a worker's lock on a connection of its own, which Postgres gives up when the worker dies."""

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> Self:
        self.renew()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._connection.close()

    def renew(self) -> None:
        """Take the lock again where its connection was lost."""
        if self._connection.connection is not None and self._connection.is_usable():
            return
        self._connection.close()
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK_CLASS, self.worker_id])


def is_present(worker_id: str) -> bool:
    """Whether a worker lives. Call inside a transaction, at whose end the lock that this tries is given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK_CLASS, worker_id])
        (present,) = cursor.fetchone()
    return bool(present)
