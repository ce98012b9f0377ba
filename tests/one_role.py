"""One role for each transaction: Citus refuses to read as one role what the same transaction wrote as another.

The transaction that pytest-django wraps around a test is not one of the service's, so it does not count.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.db.transaction import Atomic, get_connection

from tenants.backend.base import DatabaseWrapper

_allowed = Event()


class SecondRole(AssertionError):
    """Raised if a transaction of the service changes its role."""


@contextmanager
def enforced() -> Iterator[None]:
    """Raises SecondRole for every statement that runs under a second role of its transaction."""
    enter, cursor = Atomic.__enter__, DatabaseWrapper.create_cursor

    def enter_and_note(self: Atomic) -> None:
        enter(self)
        connection = get_connection(self.using)
        if _blocks_of_the_service(connection) == [self]:
            connection.role_of_transaction = None

    def create_cursor(self: DatabaseWrapper, *arguments: Any) -> Any:
        if _check not in self.execute_wrappers:
            self.execute_wrappers.insert(0, _check)
        return cursor(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Atomic, "__enter__", enter_and_note)
        patch.setattr(DatabaseWrapper, "create_cursor", create_cursor)
        yield


@contextmanager
def not_enforced() -> Iterator[None]:
    """For tests of isolation, which change roles inside a transaction to look for rows of other schemas."""
    _allowed.set()
    try:
        yield
    finally:
        _allowed.clear()


def _check(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    connection = context["connection"]
    if _blocks_of_the_service(connection) and not _allowed.is_set():
        role = connection.state.role
        first = getattr(connection, "role_of_transaction", None) or role
        if first != role:
            raise SecondRole(f"This transaction began as {first} and goes on as {role}: {sql[:80]}")
        connection.role_of_transaction = first
    return execute(sql, params, many, context)


def _blocks_of_the_service(connection: Any) -> list[Atomic]:
    return [block for block in connection.atomic_blocks if not block._from_testcase]
