"""Bringing every schema to the release: which lag, and one transaction for each that does."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import DatabaseError, OperationalError, transaction
from django.db.migrations.recorder import MigrationRecorder

from tenants import current, grants
from tenants.backend.standing import PUBLIC
from tenants.models import CollectedMigration
from tenants.owner import OWNER, execute, owner_connection, owner_in_charge
from tenants.release import ledger
from tenants.release.applying import History, apply, makes_something, unapplied
from tenants.release.collecting import collected
from tenants.release.ledger import Entry
from tenants.release.sources import privileges, release, sources

LOCK_TIMEOUT = "3s"  # then the others go first, and this one is tried again
PASSES = 3
UPGRADING = 0x5AFE_0001  # the advisory lock of who migrates the public schema


@dataclass(frozen=True)
class Failure:
    """A schema that could not be upgraded, and why; it stands as it did before."""

    schema: str
    reason: str


def lagging() -> list[str]:
    """The schemas that are not at the release of this code, `public` first. One query, by the application's login."""
    return ledger.lagging(release(sources()))


def upgrade(*, on_start: Callable[[int], object] = id, on_done: Callable[[str], object] = id) -> list[Failure]:
    """Bring the public schema, then every partnership's, to the release of this code; returns those that failed.

    Each is one transaction with its entry in the ledger, so that an interrupted run goes on where it stopped. One that
    is held up by a lock is left for later; without the public schema none is begun. `on_start` is told how many
    schemas lag, `on_done` each schema's name.
    """
    code = sources()
    entry = Entry(release(code), privileges())
    public_lags = ledger.is_new() or PUBLIC in ledger.lagging(entry.release)
    if public_lags and (failure := _upgrade_public()):
        return [failure]
    behind = ledger.lagging(entry.release)
    on_start(len(behind))
    return _upgrade_all(behind, collected(code), entry, on_done) if behind else []


def adopt(schema: str) -> None:
    """After django-tenants' own `migrate_schemas`: privileges and the ledger, as if this module had done it."""
    code = sources()
    with transaction.atomic(using=OWNER), current.entered(schema, using=OWNER):
        execute(grants.service() if schema == PUBLIC else _privileges_in(schema))
        ledger.forget(schema)
        if code.keys() <= MigrationRecorder(owner_connection()).applied_migrations().keys():
            ledger.enter(schema, Entry(release(code), privileges()))


def _upgrade_public() -> Failure | None:
    """Migrate the public schema in one transaction with its entry in the ledger; returns why it could not be done.

    Like a partnership's, it waits for locks no longer than LOCK_TIMEOUT, so that requests do not queue up behind it.
    """
    failure = None
    for _ in range(PASSES):
        try:
            with transaction.atomic(using=OWNER), current.entered(PUBLIC, using=OWNER), owner_in_charge():
                # Two upgrades at once take turns, however long the first one takes.
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
    behind: list[str], migrations: list[CollectedMigration], entry: Entry, on_done: Callable[[str], object]
) -> list[Failure]:
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
    """Bring one partnership to the release, unless another upgrade has just done so."""
    with current.entered(schema, using=OWNER), current.entered(schema), transaction.atomic(using=OWNER):
        ledger.take_turns(schema, lock_timeout=LOCK_TIMEOUT)
        before = ledger.entries(schema)
        if any(one.release == entry.release for one in before):
            return
        pending = unapplied(migrations)
        apply(pending, history=history)
        if makes_something(pending) or not before or before[-1].privileges != entry.privileges:
            execute(_privileges_in(schema))
        ledger.enter(schema, entry)


def _privileges_in(schema: str) -> chain[str]:
    return chain(grants.roles(schema), grants.tenant(schema))
