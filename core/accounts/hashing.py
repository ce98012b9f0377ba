"""Argon2 with a limit on how many passwords are hashed at once: each uses 100 MiB of memory while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

TRY_AGAIN_AFTER = 5  # seconds

semaphore = BoundedSemaphore(settings.PASSWORD_HASHES_AT_ONCE)
queue = BoundedSemaphore(settings.PASSWORD_HASHES_WAITING)  # a waiting sign-in holds a thread that serves all pages


class TooBusy(RuntimeError):
    """This process is already hashing as many passwords as it has memory for. Trying again soon works."""


class BoundedArgon2(Argon2PasswordHasher):
    """Django's hasher. Raises TooBusy if the queue is full, or after waiting for PASSWORD_HASH_WAIT seconds."""

    def encode(self, password: str, salt: str) -> str:
        with _acquired():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _acquired():
            return super().verify(password, encoded)


@contextmanager
def _acquired() -> Iterator[None]:
    if not (semaphore.acquire(blocking=False) or _acquired_in_queue()):
        raise TooBusy
    try:
        yield
    finally:
        semaphore.release()


def _acquired_in_queue() -> bool:
    if not queue.acquire(blocking=False):
        return False
    try:
        return semaphore.acquire(timeout=settings.PASSWORD_HASH_WAIT)
    finally:
        queue.release()
