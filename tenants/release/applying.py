"""Applying what was collected to the schema that the owner's connection has entered."""

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
    """Make the tables of a new partnership in the empty schema that has been entered. Call inside a transaction."""
    MigrationRecorder(owner_connection()).ensure_schema()
    apply(migrations)


def apply(migrations: Iterable[CollectedMigration], *, history: "History | None" = None) -> None:
    """Run what migrations do on the schema that has been entered, and record them as applied, as Django would.

    Python operations are run where `history` is given: on a schema that has rows. Call inside a transaction.
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
    """Those that the schema that has been entered does not have yet."""
    applied = set(MigrationRecorder.Migration.objects.using(OWNER).values_list("app", "name"))
    return [one for one in migrations if (one.app, one.name) not in applied]


def creates_objects(migrations: Iterable[CollectedMigration]) -> bool:
    """Whether these may leave a table or a function behind on which nobody has been given privileges."""
    steps = (step for migration in migrations for step in migration.steps)
    return any(not isinstance(step, str) or step.upper().startswith("CREATE") for step in steps)


class History:
    """The models as each migration knew them, for its Python operations. Worked out once for all schemas."""

    def __init__(self) -> None:
        self._states: dict[tuple[str, str, int], ProjectState] = {}

    @cached_property
    def _loader(self) -> MigrationLoader:
        """The migrations as code. Slow to load, and rarely asked for."""
        return MigrationLoader(None)

    def run(self, migration: CollectedMigration, place: int) -> None:
        """Run the Python operation at a place of a migration on the schema that has been entered."""
        operations = self._loader.graph.nodes[migration.app, migration.name].operations
        state = self._state_before(migration, operations, place)
        with acting_as_owner(), connections[OWNER].schema_editor(atomic=False) as editor:
            operations[place].database_forwards(migration.app, editor, state, state)

    def _state_before(self, migration: CollectedMigration, operations: list[Operation], place: int) -> ProjectState:
        key = (migration.app, migration.name, place)
        if key not in self._states:
            state = self._loader.project_state((migration.app, migration.name), at_end=False)
            for operation in operations[:place]:
                operation.state_forwards(migration.app, state)
            self._states[key] = state
        return self._states[key]
