"""Collecting: the tenant apps' migrations are run once, for real, on a scratch schema, and what they say is kept."""

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

Step = str | dict[str, int]  # a statement, or {"python": place of the operation in its migration}

_KEPT = ("CREATE", "ALTER", "DROP", "COMMENT", "INSERT", "UPDATE", "DELETE", "SET CONSTRAINTS")
_RECORDS = 'INSERT INTO "django_migrations"'


def collected(sources: dict[Key, str]) -> list[CollectedMigration]:
    """All migrations in the order of application, with what they do; those not collected yet are collected now.

    `sources` are the digests of the code's migrations. Where one that was collected has been changed or withdrawn,
    all are collected anew. Raises UnlistedOperation for Python that nobody has read.
    """
    kept = list(CollectedMigration.objects.using(OWNER).order_by("position"))
    if any(sources.get((one.app, one.name)) != one.digest for one in kept):
        kept = []
    if len(kept) == len(sources):
        return kept
    everything = _collect(kept, sources)
    with transaction.atomic(using=OWNER):
        execute(["LOCK TABLE tenants_collectedmigration IN EXCLUSIVE MODE"])  # two that collect at once find the same
        CollectedMigration.objects.using(OWNER).all().delete()
        CollectedMigration.objects.using(OWNER).bulk_create(everything)
    return everything


def _collect(kept: list[CollectedMigration], sources: dict[Key, str]) -> list[CollectedMigration]:
    """Apply what is kept to a scratch schema and run the rest there for real. Nothing of it stays."""
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
        CollectedMigration(app=app, name=name, digest=sources[app, name], steps=steps)
        for (app, name), steps in recorder.by_migration.items()
    ]
    everything = [*kept, *new]
    for position, one in enumerate(everything):
        one.position = position
    return everything


def _run(connection: DatabaseWrapper, recorder: "_Recorder") -> None:
    """Migrate for real, but for Python operations: those only leave their place."""
    executor = MigrationExecutor(connection, progress_callback=recorder.progress)  # type: ignore[arg-type]
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _ in plan:
        if router.allow_migrate(OWNER, migration.app_label):
            python_operations.check(migration)
        migration.operations = [  # type: ignore[misc]
            _Noted(operation, place, recorder) if python_operations.is_python(operation) else operation
            for place, operation in enumerate(migration.operations)
        ]
    executor.migrate(executor.loader.graph.leaf_nodes(), plan)


class _Recorder:
    """Keeps what is said to the server between the start and the end of each migration."""

    def __init__(self, connection: DatabaseWrapper, schema: str) -> None:
        self.by_migration: dict[Key, list[Step]] = {}
        self._connection = connection
        self._schema = schema
        self._steps: list[Step] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear every statement of the owner's connection. Raises ValueError for one that names the scratch schema."""
        with self._connection.execute_wrapper(self._hear):
            yield

    def progress(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        """The executor says where it is."""
        if action == "apply_start":
            self._steps = []
        elif action == "apply_success" and migration is not None:
            self.by_migration[migration.app_label, migration.name] = self._steps

    def note(self, place: int) -> None:
        """A Python operation stands at this place among the statements."""
        self._steps.append({"python": place})

    def _hear(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        statement = sql.strip()
        if statement.upper().startswith(_KEPT) and not statement.startswith(_RECORDS):
            statement = context["cursor"].cursor.query.decode().strip()
            if self._schema in statement:
                raise ValueError(f"This migration names its schema, and would do so in every other: {statement}")
            self._steps.append(statement)
        return result


class _Noted(RunPython):
    """Stands in for a Python operation while collecting: leaves its place, and does nothing."""

    def __init__(self, operation: RunPython, place: int, recorder: _Recorder) -> None:
        super().__init__(operation.code, operation.reverse_code, operation.atomic, operation.hints, operation.elidable)
        self._place = place
        self._recorder = recorder

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if router.allow_migrate(OWNER, app_label, **self.hints):
            self._recorder.note(self._place)
