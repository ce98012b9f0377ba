"""Erasing a partnership: schema and domains in one transaction, then roles and files, which cannot be part of one.

The partnership's row stays, so that its name is not used again. See docs/adr/0013.
"""

import shutil
from collections.abc import Iterator

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import quote_schema_name as quoted

from tenants import files
from tenants.backend.connection_state import role_of
from tenants.models import Domain, Partnership
from tenants.owner import OWNER, execute, owner_connection
from tenants.reconnecting import is_lost
from tenants.release import ledger

LOCK_TIMEOUT = "5s"  # if a query reads for longer, the order fails and can be placed again


def erase(partnership: Partnership) -> None:
    """Drops the schema and deletes its domains, jobs and upgrade rows, in the caller's transaction."""
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
    """Removes roles and files of erased partnerships. Returns the names of those that still have some.

    A partnership counts as swept only when nothing is left, so if the process is killed, the next one continues. A
    role that another database of the server uses, such as a restored copy, cannot be removed yet.
    """
    return [each.name for each in Partnership.objects.using(OWNER).unswept() if not _is_swept(each)]


def _is_swept(partnership: Partnership) -> bool:
    schema = partnership.schema_name
    shutil.rmtree(files.folder_of(schema), ignore_errors=True)
    try:
        with transaction.atomic(using=OWNER):
            execute(_drop_roles(schema))
    except DatabaseError as error:
        if is_lost(error):
            raise
        return False
    if files.folder_of(schema).exists():
        return False
    Partnership.objects.using(OWNER).filter(pk=partnership.pk).update(swept_at=timezone.now())
    return True


def _drop_roles(schema: str) -> Iterator[str]:
    """The SQL that drops a partnership's roles, if they exist. The owner must be a member of a role to drop it."""
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
