"""Runs a transaction in another thread, to test how two transactions affect each other."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections

from tenants import current

TIMEOUT = 30  # seconds; reached only by a failing test


class ConcurrentTransaction:
    """Runs work in a schema, in another thread with another connection, until it ends or waits for a lock."""

    def __init__(self, work: Callable[[], object], *, schema: str = "alpha") -> None:
        self._work = work
        self._schema = schema
        self._backend = 0
        self._is_connected = threading.Event()
        self._executor = ThreadPoolExecutor(1)
        self._future = self._executor.submit(self._run)
        self._wait_until_ended_or_blocked()

    def result(self) -> object:
        """Waits for the work to end, and returns its result."""
        with self._executor:
            return self._future.result(timeout=TIMEOUT)

    def _run(self) -> object:
        try:
            with current.entered(self._schema):
                connection.ensure_connection()
                self._backend = connection.connection.get_backend_pid()
                self._is_connected.set()
                return self._work()
        finally:
            connections.close_all()

    def _wait_until_ended_or_blocked(self) -> None:
        self._is_connected.wait(TIMEOUT)
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline and not self._future.done() and not self._is_blocked():
            time.sleep(0.02)

    def _is_blocked(self) -> bool:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_blocking_pids(%s) <> '{}'", [self._backend])
            return bool(cursor.fetchone()[0])
