"""Undoing what a test asks for, so that one stage serves many."""

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
