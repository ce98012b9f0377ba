"""Erasing a partnership: its schema and addresses in one transaction, then its roles and files, which none can hold.

The partnership's row stays, as a tombstone: its name is not given out again.
"""

import shutil
from collections.abc import Iterator

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import quote_schema_name as quoted

from tenants import files
from tenants.backend.standing import role_of
from tenants.models import Domain, Partnership
from tenants.owner import OWNER, execute, owner_connection
from tenants.reconnecting import is_lost
from tenants.release import ledger

LOCK_TIMEOUT = "5s"  # somebody who reads just now goes first; the order fails, and may be placed again


def erase(partnership: Partnership) -> None:
    """Drop the schema, forget its addresses, its jobs and what it was brought to: in the caller's transaction."""
    schema = partnership.schema_name
    execute(
        [
            f"SELECT set_config('lock_timeout', '{LOCK_TIMEOUT}', true)",
            f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE",
        ]
    )
    Domain.objects.using(OWNER).filter(tenant=partnership).delete()
    DBTaskResult.objects.using(OWNER).filter(args_kwargs__schema=schema).delete()
    ledger.forget(schema)


def sweep() -> list[str]:
    """Remove what erased partnerships left outside of their schemas; returns those whose remains could not go.

    Whatever a process that was killed did not come to is done by the next, since a partnership counts as swept only
    when nothing is left. A role that another database of the same server still knows, a restored copy, has to wait.
    """
    return [each.name for each in Partnership.objects.using(OWNER).unswept() if not _is_swept(each)]


def _is_swept(partnership: Partnership) -> bool:
    schema = partnership.schema_name
    shutil.rmtree(files.folder_of(schema), ignore_errors=True)
    try:
        with transaction.atomic(using=OWNER):
            execute(_without_roles(schema))
    except DatabaseError as error:
        if is_lost(error):
            raise
        return False
    if files.folder_of(schema).exists():
        return False
    Partnership.objects.using(OWNER).filter(pk=partnership.pk).update(swept_at=timezone.now())
    return True


def _without_roles(schema: str) -> Iterator[str]:
    """Drop a partnership's roles where they are there. The owner joins them first: it made them, and no more."""
    for role in (role_of(schema), role_of(schema, reader=True)):
        if _exists(role):
            yield f"GRANT {quoted(role)} TO CURRENT_USER"
            yield f"DROP OWNED BY {quoted(role)}"
            yield f"DROP ROLE {quoted(role)}"


def _exists(role: str) -> bool:
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        (exists,) = cursor.fetchone()
    return bool(exists)
