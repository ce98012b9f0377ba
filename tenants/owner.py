"""The owner's login: only processes that provision, upgrade, restore or erase have it."""

from typing import cast

from django.core.management.base import CommandError
from django.db import connections

from tenants.backend.base import DatabaseWrapper

OWNER = "owner"


def owner_connection() -> DatabaseWrapper:
    """The connection of the owner's login. Raises CommandError, saying what to set, in a process without it."""
    if OWNER not in connections.settings:
        raise CommandError(
            "This needs the owner's login. Set OWNER_DATABASE_URL (or OWNER_DATABASE_URL_FILE) to "
            "postgresql://safetynet_owner:…@host/database. The web process must not have it."
        )
    return cast(DatabaseWrapper, connections[OWNER])
