"""How long-running processes survive a lost database connection: they wait, longer each time, and try again."""

from collections.abc import Callable
from random import uniform
from threading import Event
from time import sleep
from types import TracebackType
from typing import Self

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections

log = structlog.stdlib.get_logger(__name__)

FIRST_PAUSE = 0.2  # seconds; doubled each time
LONGEST_PAUSE = 5.0
TRIES_AFTER_STOP = 5  # a process that was told to stop gives up after these

_CONNECTION_LOST = ("08", "57P")  # SQLSTATE: connection exceptions; shut down, crashed, starting up
_TOO_MANY_CONNECTIONS = "53300"


def is_lost(error: BaseException) -> bool:
    """Whether an error means that the connection is lost or cannot be made, so that another try may succeed."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "pgcode", None)  # none if the server did not answer
    return code is None or code.startswith(_CONNECTION_LOST) or code == _TOO_MANY_CONNECTIONS


class Retrying:
    """Ignores a lost connection or another failure of the server inside its block, and waits before the next try.

    Use it around the body of a loop. Each failure in a row doubles the pause. `on_loss` is called after each.
    """

    def __init__(self, stopping: Event, *, on_loss: Callable[[], object] = lambda: None) -> None:
        self._stopping = stopping
        self._on_loss = on_loss
        self._tries = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> bool:
        if error is None:
            self._tries = 0
            return False
        if not isinstance(error, OperationalError | InterfaceError):
            return False
        self._tries += 1
        if self._stopping.is_set() and self._tries > TRIES_AFTER_STOP:
            return False
        self._wait(error)
        return True

    def _wait(self, error: BaseException) -> None:
        pause = min(FIRST_PAUSE * 2 ** (self._tries - 1), LONGEST_PAUSE) * uniform(0.5, 1)  # noqa: S311 - no secret
        log.warning("the database failed", attempt=self._tries, seconds=round(pause, 1), exc_info=error)
        self._on_loss()
        close_old_connections()
        if self._stopping.is_set():
            sleep(pause)
        else:
            self._stopping.wait(pause)
