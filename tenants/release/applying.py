"""Applies collected migrations to the schema that the owner's connection has entered."""

from collections.abc import Iterable

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import timezone
from django.utils.functional import cached_property

from tenants.backend.schema import pinned
from tenants.models import CollectedMigration
from tenants.owner import OWNER, acting_as_owner, owner_connection


def create_tables(migrations: Iterable[CollectedMigration]) -> None:
    """Creates the tables of a new partnership in the empty schema that was entered. Call inside a transaction."""
    MigrationRecorder(owner_connection()).ensure_schema()
    apply(migrations)


def apply(migrations: Iterable[CollectedMigration], *, history: "History | None" = None) -> None:
    """Runs migrations on the schema that was entered, and records them as applied, as Django does.

    Python operations run if `history` is given, for a schema that has rows. Call inside a transaction.
    """
    applied = []
    with owner_connection().cursor() as cursor:
        for migration in migrations:
            for step in migration.steps:
                if isinstance(step, str):
                    cursor.execute(pinned(step), None)
                elif history is not None:
                    history.run(migration, step["python"])
            applied.append(MigrationRecorder.Migration(app=migration.app, name=migration.name, applied=timezone.now()))
    MigrationRecorder.Migration.objects.using(OWNER).bulk_create(applied)


def unapplied(migrations: Iterable[CollectedMigration]) -> list[CollectedMigration]:
    """The migrations that the schema that was entered does not have yet."""
    applied = set(MigrationRecorder.Migration.objects.using(OWNER).values_list("app", "name"))
    return [one for one in migrations if (one.app, one.name) not in applied]


def creates_objects(migrations: Iterable[CollectedMigration]) -> bool:
    """Whether these migrations may create a table or a function, which then needs privileges."""
    steps = (step for migration in migrations for step in migration.steps)
    return any(not isinstance(step, str) or step.upper().startswith("CREATE") for step in steps)


class History:
    """The models at each migration, for its Python operations. Computed once for all schemas."""

    def __init__(self) -> None:
        self._states: dict[tuple[str, str, int], ProjectState] = {}

    @cached_property
    def _loader(self) -> MigrationLoader:
        """The migrations as code. Slow to load, and rarely needed."""
        return MigrationLoader(None)

    def run(self, migration: CollectedMigration, index: int) -> None:
        """Runs a Python operation of a migration on the schema that was entered."""
        operations = self._loader.graph.nodes[migration.app, migration.name].operations
        state = self._state_before(migration, operations, index)
        with acting_as_owner(), connections[OWNER].schema_editor(atomic=False) as editor:
            operations[index].database_forwards(migration.app, editor, state, state)

    def _state_before(self, migration: CollectedMigration, operations: list[Operation], index: int) -> ProjectState:
        key = (migration.app, migration.name, index)
        if key not in self._states:
            state = self._loader.project_state((migration.app, migration.name), at_end=False)
            for operation in operations[:index]:
                operation.state_forwards(migration.app, state)
            self._states[key] = state
        return self._states[key]
