"""The owner's login, which only processes that provision, upgrade, restore or erase have."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import local
from typing import cast

from django.core.management.base import CommandError
from django.db import connections

from tenants.backend.base import DatabaseWrapper

OWNER = "owner"

_thread = local()


def owner_connection() -> DatabaseWrapper:
    """The owner's connection. Raises CommandError in a process without it, and says what to set."""
    if OWNER not in connections.settings:
        raise CommandError(
            "This needs the owner's login. Set OWNER_DATABASE_URL (or OWNER_DATABASE_URL_FILE) to "
            "postgresql://safetynet_owner:…@host/database. The web process must not have it."
        )
    return cast(DatabaseWrapper, connections[OWNER])


def execute(statements: Iterable[str]) -> None:
    """Runs statements one by one as the owner, in the schema that its connection has entered."""
    with owner_connection().cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def acting_as_owner() -> Iterator[None]:
    """Sends queries of this thread to the owner's connection unless they name another.

    For Python in migrations: much of it queries `Model.objects`, which would use the application's login and wait for
    ever for the table that this transaction has altered.
    """
    before = is_acting_as_owner()
    set_acting_as_owner(True)
    try:
        yield
    finally:
        set_acting_as_owner(before)


def set_acting_as_owner(acting: bool) -> None:
    """The same for code that gets a signal at the start and at the end."""
    _thread.acting = acting


def is_acting_as_owner() -> bool:
    """Whether queries without a named connection use the owner's."""
    return getattr(_thread, "acting", False)
