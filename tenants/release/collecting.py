"""Collects migrations: runs those of the tenant apps once on a scratch schema, and stores their SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from django.db import router, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django_tenants.utils import quote_schema_name

from tenants import current
from tenants.backend.base import DatabaseWrapper
from tenants.models import CollectedMigration
from tenants.owner import OWNER, execute, owner_connection
from tenants.release import python_operations
from tenants.release.applying import create_tables
from tenants.release.migration_files import Key

Step = str | dict[str, int]  # a statement, or {"python": index of the operation in its migration}

_KEPT = ("CREATE", "ALTER", "DROP", "COMMENT", "INSERT", "UPDATE", "DELETE", "SET CONSTRAINTS")
_RECORDS = 'INSERT INTO "django_migrations"'


def collected(digests: dict[Key, str]) -> list[CollectedMigration]:
    """All migrations in the order of application, with their steps. New ones are collected now.

    `digests` are those of the migration files. If a collected migration was changed or removed, all are collected
    again. Raises UnlistedOperation for a library's Python operation that nobody has read.
    """
    kept = list(CollectedMigration.objects.using(OWNER).order_by("position"))
    if any(digests.get((one.app, one.name)) != one.digest for one in kept):
        kept = []
    if len(kept) == len(digests):
        return kept
    everything = _collect(kept, digests)
    with transaction.atomic(using=OWNER):
        execute(["LOCK TABLE tenants_collectedmigration IN EXCLUSIVE MODE"])  # another process may collect as well
        CollectedMigration.objects.using(OWNER).all().delete()
        CollectedMigration.objects.using(OWNER).bulk_create(everything)
    return everything


def _collect(kept: list[CollectedMigration], digests: dict[Key, str]) -> list[CollectedMigration]:
    """Applies the collected migrations to a scratch schema, runs the others there, and rolls everything back."""
    connection = owner_connection()
    schema = f"scratch_{token_hex(6)}"
    with transaction.atomic(using=OWNER), current.entered(schema, using=OWNER):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {quote_schema_name(schema)}")
        create_tables(kept)
        recorder = _Recorder(connection, schema)
        with recorder.listening():
            _run(connection, recorder)
        transaction.set_rollback(True, using=OWNER)
    new = [
        CollectedMigration(app=app, name=name, digest=digests[app, name], steps=steps)
        for (app, name), steps in recorder.by_migration.items()
    ]
    everything = [*kept, *new]
    for position, one in enumerate(everything):
        one.position = position
    return everything


def _run(connection: DatabaseWrapper, recorder: "_Recorder") -> None:
    """Runs migrations, except Python operations, of which only the index is recorded."""
    executor = MigrationExecutor(connection, progress_callback=recorder.progress)  # type: ignore[arg-type]
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _ in plan:
        if router.allow_migrate(OWNER, migration.app_label):
            python_operations.check(migration)
        migration.operations = [  # type: ignore[misc]
            _Placeholder(operation, index, recorder) if python_operations.is_python(operation) else operation
            for index, operation in enumerate(migration.operations)
        ]
    executor.migrate(executor.loader.graph.leaf_nodes(), plan)


class _Recorder:
    """Records the statements of each migration."""

    def __init__(self, connection: DatabaseWrapper, schema: str) -> None:
        self.by_migration: dict[Key, list[Step]] = {}
        self._connection = connection
        self._schema = schema
        self._steps: list[Step] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Records statements of the owner's connection. Raises ValueError if one names the scratch schema."""
        with self._connection.execute_wrapper(self._record):
            yield

    def progress(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        """Called by the executor at the start and the end of a migration."""
        if action == "apply_start":
            self._steps = []
        elif action == "apply_success" and migration is not None:
            self.by_migration[migration.app_label, migration.name] = self._steps

    def note(self, index: int) -> None:
        """Records that a Python operation comes next."""
        self._steps.append({"python": index})

    def _record(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        statement = sql.strip()
        if statement.upper().startswith(_KEPT) and not statement.startswith(_RECORDS):
            statement = context["cursor"].cursor.query.decode().strip()
            if self._schema in statement:
                raise ValueError(f"This migration names its schema, so it cannot run in others: {statement}")
            self._steps.append(statement)
        return result


class _Placeholder(RunPython):
    """Replaces a Python operation while collecting: records its index and does nothing."""

    def __init__(self, operation: RunPython, index: int, recorder: _Recorder) -> None:
        super().__init__(operation.code, operation.reverse_code, operation.atomic, operation.hints, operation.elidable)
        self._index = index
        self._recorder = recorder

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if router.allow_migrate(OWNER, app_label, **self.hints):
            self._recorder.note(self._index)
