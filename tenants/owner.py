"""The owner's login: only processes that provision, upgrade, restore or erase have it."""

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
    """The connection of the owner's login. Raises CommandError, saying what to set, in a process without it."""
    if OWNER not in connections.settings:
        raise CommandError(
            "This needs the owner's login. Set OWNER_DATABASE_URL (or OWNER_DATABASE_URL_FILE) to "
            "postgresql://safetynet_owner:…@host/database. The web process must not have it."
        )
    return cast(DatabaseWrapper, connections[OWNER])


def execute(statements: Iterable[str]) -> None:
    """Run statements one by one as the owner, in the schema that its connection has entered."""
    with owner_connection().cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def owner_in_charge() -> Iterator[None]:
    """Send every query of this thread to the owner's connection that does not name one.

    For Python in migrations: much of it queries `Model.objects`, which would go to the application's login, and wait
    for ever for the table that this very transaction has altered.
    """
    before = is_owner_in_charge()
    put_owner_in_charge(True)
    try:
        yield
    finally:
        put_owner_in_charge(before)


def put_owner_in_charge(in_charge: bool) -> None:
    """The same where a beginning and an end are signalled."""
    _thread.in_charge = in_charge


def is_owner_in_charge() -> bool:
    """Whether queries that name no connection go to the owner's."""
    return getattr(_thread, "in_charge", False)
