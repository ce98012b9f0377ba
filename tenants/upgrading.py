"""Upgrades every schema to the release of this code: one transaction for each that lags."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import DatabaseError, OperationalError, transaction
from django.db.migrations.recorder import MigrationRecorder

from tenants import current, grants
from tenants.backend.connection_state import PUBLIC
from tenants.models import CollectedMigration
from tenants.owner import OWNER, acting_as_owner, execute, owner_connection
from tenants.release import ledger
from tenants.release.applying import History, apply, creates_objects, unapplied
from tenants.release.collecting import collected
from tenants.release.ledger import UpgradeRow
from tenants.release.migration_files import migration_digests, privileges, release

LOCK_TIMEOUT = "3s"  # then the next schema goes first, and this one is tried again
PASSES = 3
UPGRADING = 0x5AFE_0001  # the advisory lock for migrating the public schema


@dataclass(frozen=True)
class Failure:
    """A schema that could not be upgraded, and why. It is as it was before."""

    schema: str
    reason: str


def lagging() -> list[str]:
    """The schemas that are not at the release of this code, `public` first. One query, by the application's login."""
    return ledger.lagging(release(migration_digests()))


def upgrade(*, on_start: Callable[[int], object] = id, on_done: Callable[[str], object] = id) -> list[Failure]:
    """Upgrades the public schema, then every partnership's, to the release of this code. Returns those that failed.

    Each is one transaction with its upgrade row, so an interrupted run continues when it is run again. A schema that
    is locked is tried again later. If the public schema fails, no other is upgraded. `on_start` gets the number of
    schemas that lag, `on_done` each schema's name.
    """
    code = migration_digests()
    row = UpgradeRow(release(code), privileges())
    public_lags = ledger.is_new() or PUBLIC in ledger.lagging(row.release)
    if public_lags and (failure := _upgrade_public()):
        return [failure]
    behind = ledger.lagging(row.release)
    on_start(len(behind))
    return _upgrade_all(behind, collected(code), row, on_done) if behind else []


def adopt(schema: str) -> None:
    """Applies privileges and writes the upgrade row after django-tenants' `migrate_schemas`."""
    code = migration_digests()
    with transaction.atomic(using=OWNER), current.entered(schema, using=OWNER):
        execute(grants.service() if schema == PUBLIC else _privileges_in(schema))
        ledger.forget(schema)
        if code.keys() <= MigrationRecorder(owner_connection()).applied_migrations().keys():
            ledger.add(schema, UpgradeRow(release(code), privileges()))


def _upgrade_public() -> Failure | None:
    """Migrates the public schema in one transaction with its upgrade row. Returns the failure, if there was one.

    It waits for locks no longer than LOCK_TIMEOUT, so that requests do not queue behind it.
    """
    failure = None
    for _ in range(PASSES):
        try:
            with transaction.atomic(using=OWNER), current.entered(PUBLIC, using=OWNER), acting_as_owner():
                # If two upgrades run at once, the second waits, however long the first one takes.
                execute(
                    [
                        f"SELECT pg_advisory_xact_lock({UPGRADING})",
                        f"SELECT set_config('lock_timeout', '{LOCK_TIMEOUT}', true)",
                    ]
                )
                MigrationRecorder(owner_connection()).ensure_schema()
                call_command(migrate.Command(), database=OWNER, interactive=False, verbosity=0)
                adopt(PUBLIC)
        except OperationalError as error:
            failure = Failure(PUBLIC, str(error).strip())
        else:
            return None
    return failure


def _upgrade_all(
    behind: list[str], migrations: list[CollectedMigration], row: UpgradeRow, on_done: Callable[[str], object]
) -> list[Failure]:
    history = History()
    failed: dict[str, Failure] = {}
    for _ in range(PASSES):
        for schema in behind:
            try:
                _upgrade_one(schema, migrations, history, row)
            except DatabaseError as error:
                failed[schema] = Failure(schema, str(error).strip())
            else:
                failed.pop(schema, None)
                on_done(schema)
        behind = list(failed)
    return list(failed.values())


def _upgrade_one(schema: str, migrations: list[CollectedMigration], history: History, row: UpgradeRow) -> None:
    """Upgrades one partnership, unless another upgrade has just done so."""
    with current.entered(schema, using=OWNER), current.entered(schema), transaction.atomic(using=OWNER):
        ledger.lock(schema, lock_timeout=LOCK_TIMEOUT)
        before = ledger.rows(schema)
        if any(one.release == row.release for one in before):
            return
        pending = unapplied(migrations)
        apply(pending, history=history)
        if creates_objects(pending) or not before or before[-1].privileges != row.privileges:
            execute(_privileges_in(schema))
        ledger.add(schema, row)


def _privileges_in(schema: str) -> chain[str]:
    return chain(grants.roles(schema), grants.tenant(schema))
