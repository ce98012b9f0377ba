"""Bringing every schema to the release: which lag, and one transaction for each that does."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tenants import current, grants
from tenants.backend.standing import PUBLIC
from tenants.models import CollectedMigration, Partnership, SchemaUpgrade
from tenants.owner import OWNER, execute, owner_connection, owner_in_charge
from tenants.release.applying import History, apply, makes_something, unapplied
from tenants.release.cache_table import CACHE_TABLE
from tenants.release.collecting import collected
from tenants.release.sources import Key, privileges, release, sources

LOCK_TIMEOUT = "3s"  # then the others go first, and this one is tried again
PASSES = 3
UPGRADING = 0x5AFE_0001  # the advisory lock of who migrates the public schema

_LAGGING = """
SELECT schema_name FROM (
    SELECT 0, 'public' UNION SELECT 1, schema_name FROM tenants_partnership WHERE state NOT IN ('prospect', 'erased')
) AS wanted (turn, schema_name)
WHERE schema_name NOT IN (SELECT schema_name FROM tenants_schemaupgrade WHERE release = %s)
ORDER BY turn, schema_name
"""


class Entry(NamedTuple):
    """What the ledger says that a schema has been brought to."""

    release: str
    privileges: str


@dataclass(frozen=True)
class Failure:
    """A schema that could not be upgraded, and why; it stands as it did before."""

    schema: str
    reason: str


def lagging() -> list[str]:
    """The schemas that are not at the release of this code, `public` first. One query, by the application's login."""
    return _lagging(release(sources()))


def upgrade(*, on_start: Callable[[int], object] = id, on_done: Callable[[str], object] = id) -> list[Failure]:
    """Bring the public schema, then every partnership's, to the release of this code; returns those that failed.

    Each is one transaction with its entry in the ledger, so that an interrupted run goes on where it stopped. One that
    is held up by a lock is left for later. `on_start` is told how many schemas lag, `on_done` each schema's name.
    """
    code = sources()
    digest = release(code)
    if _is_new() or PUBLIC in _lagging(digest):
        _upgrade_public()
    behind = _lagging(digest)
    on_start(len(behind))
    return _upgrade_all(behind, code, Entry(digest, privileges()), on_done) if behind else []


def _upgrade_public() -> None:
    """Migrate the public schema in Django's own way; `adopt` is told when that is done.

    Two upgrades at once take turns: the command closes the connection, and so gives the lock up, when it is done.
    """
    execute([f"SELECT pg_advisory_lock({UPGRADING})"])
    with owner_in_charge():
        call_command("migrate_schemas", shared=True, database=OWNER, interactive=False, verbosity=0)


def adopt(schema: str) -> None:
    """After django-tenants' own `migrate_schemas`: privileges and the ledger, as if this module had done it."""
    code = sources()
    with transaction.atomic(using=OWNER):
        if schema == PUBLIC:
            execute(grants.service())
        else:
            with current.entered(schema, using=OWNER):
                _give_privileges(schema)
        with current.entered(schema, using=OWNER):
            complete = code.keys() <= MigrationRecorder(owner_connection()).applied_migrations().keys()
        SchemaUpgrade.objects.using(OWNER).filter(schema_name=schema).delete()
        if complete:
            _enter_in_ledger(schema, Entry(release(code), privileges()))


def _upgrade_all(
    behind: list[str], code: dict[Key, str], entry: Entry, on_done: Callable[[str], object]
) -> list[Failure]:
    migrations = collected(code)
    history = History()
    failed: dict[str, Failure] = {}
    for _ in range(PASSES):
        for schema in behind:
            try:
                _upgrade_one(schema, migrations, history, entry)
            except DatabaseError as error:
                failed[schema] = Failure(schema, str(error).strip())
            else:
                failed.pop(schema, None)
                on_done(schema)
        behind = list(failed)
    return list(failed.values())


def _upgrade_one(schema: str, migrations: list[CollectedMigration], history: History, entry: Entry) -> None:
    with transaction.atomic(using=OWNER):
        # Two upgrades at once take turns at each partnership, and the second finds nothing left to do.
        Partnership.objects.using(OWNER).select_for_update().get(schema_name=schema)
        if SchemaUpgrade.objects.using(OWNER).filter(schema_name=schema, release=entry.release).exists():
            return
        gives_others = _privileges_given(schema) != entry.privileges
        with current.entered(schema, using=OWNER), current.entered(schema):
            execute([f"SELECT set_config('lock_timeout', '{LOCK_TIMEOUT}', true)"])
            pending = unapplied(migrations)
            apply(pending, history=history)
            if gives_others or makes_something(pending):
                _give_privileges(schema)
        _enter_in_ledger(schema, entry)


def _give_privileges(schema: str) -> None:
    execute(chain(CACHE_TABLE, grants.roles(schema), grants.tenant(schema)))


def _privileges_given(schema: str) -> str | None:
    ledger = SchemaUpgrade.objects.using(OWNER).filter(schema_name=schema).order_by("-pk")
    return ledger.values_list("privileges", flat=True).first()


def _enter_in_ledger(schema: str, entry: Entry) -> None:
    SchemaUpgrade.objects.using(OWNER).create(schema_name=schema, **entry._asdict())


def _is_new() -> bool:
    """Whether this database has never been upgraded."""
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_schemaupgrade') IS NULL")
        (is_new,) = cursor.fetchone()
    return bool(is_new)


def _lagging(digest: str) -> list[str]:
    with current.entered(PUBLIC), connection.cursor() as cursor:
        cursor.execute(_LAGGING, [digest])
        return [schema for (schema,) in cursor.fetchall()]
