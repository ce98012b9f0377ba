"""Undoes the changes of a test, so that many tests can share one scenario."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Rolls back whatever happens inside.

    It counts as the test's own transaction, not as one of the service, which may hold statements of one role only.
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)
