"""Argon2, with a bound on how many passwords are hashed at once: each takes 100 MiB of memory while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

TRY_AGAIN_AFTER = 5  # seconds

places = BoundedSemaphore(settings.PASSWORD_HASHES_AT_ONCE)


class TooBusy(RuntimeError):
    """As many passwords are being checked as this process has memory for. Trying again soon works."""


class BoundedArgon2(Argon2PasswordHasher):
    """Django's hasher. Who finds no place within PASSWORD_HASH_WAIT seconds gets TooBusy."""

    def encode(self, password: str, salt: str) -> str:
        with _place():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _place():
            return super().verify(password, encoded)


@contextmanager
def _place() -> Iterator[None]:
    if not places.acquire(timeout=settings.PASSWORD_HASH_WAIT):
        raise TooBusy
    try:
        yield
    finally:
        places.release()
