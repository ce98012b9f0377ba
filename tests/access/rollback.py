"""Undoes the changes of a test, so that many tests can share one scenario."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Rolls back everything that happens inside the block.

    It counts as a transaction of the test, not of the service, whose transactions use one role each.
    """
    block = transaction.atomic()
    vars(block)["_from_testcase"] = True
    with block:
        yield
        transaction.set_rollback(True)
