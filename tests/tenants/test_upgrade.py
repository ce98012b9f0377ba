"""Upgrading every schema to the release."""

import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from textwrap import dedent

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connections
from django.test import override_settings

from tenants import current, upgrading
from tenants.models import CollectedMigration, SchemaUpgrade
from tenants.owner import OWNER, execute, owner_connection
from tenants.release.python_operations import UnlistedOperation
from tests.isolation.fault_injection import login_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ADD_COLUMN = "migrations.AddField('agencytype', 'note', models.CharField(max_length=9, db_default='new'))"
RENAME_TYPES = "migrations.RunPython(rename)"

Release = Callable[..., None]


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Release]:
    """Adds one more migration to the agencies app."""
    import core.agencies.migrations as existing

    package = tmp_path / "later_agencies"
    package.mkdir()
    for path in Path(existing.__path__[0]).glob("*.py"):
        (package / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    last = max(path.stem for path in package.glob("0*.py"))
    monkeypatch.syspath_prepend(tmp_path)

    def add_migration(*operations: str, name: str = "9999_later", after: str = last) -> None:
        (package / f"{name}.py").write_text(
            dedent(f"""
            from django.db import migrations, models

            def rename(apps, schema_editor):
                kinds = apps.get_model("agencies", "AgencyType").objects
                for kind in kinds.all():
                    kinds.filter(pk=kind.pk).update(name=kind.name.upper())

            class NamesItsSchema(migrations.RunSQL):
                def __init__(self):
                    super().__init__("")

                def database_forwards(self, app_label, schema_editor, from_state, to_state):
                    schema_editor.execute(f"CREATE TABLE {{schema_editor.connection.schema_name}}.thing ()")

            class Migration(migrations.Migration):
                dependencies = [("agencies", "{after}")]
                operations = [{", ".join(operations)}]
            """),
            encoding="utf-8",
        )

    with override_settings(MIGRATION_MODULES={"agencies": "later_agencies"}):
        yield add_migration
    for name in [name for name in sys.modules if name.startswith("later_agencies")]:
        del sys.modules[name]


def notes(schema: str) -> list[tuple[str]]:
    """The values of the new column, read as the partnership."""
    with current.entered(schema), connections["default"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT note FROM agencies_agencytype")
        return cursor.fetchall()


def test_every_schema_is_upgraded_at_first() -> None:
    assert upgrading.lagging() == []
    assert upgrading.upgrade() == []


def test_a_new_column_is_added_to_every_schema(release: Release) -> None:
    release(ADD_COLUMN)
    assert upgrading.lagging() == ["public", "alpha", "beta"]
    done: list[str] = []

    failures = upgrading.upgrade(on_done=done.append)

    assert failures == []
    assert done == ["alpha", "beta"]
    assert notes("alpha") == notes("beta") == [("new",)]
    assert upgrading.lagging() == []


def test_a_new_table_is_accessible_to_its_partnership_only(release: Release) -> None:
    release("migrations.CreateModel('Thing', [('id', models.BigAutoField(primary_key=True))])")
    upgrading.upgrade()

    with current.entered("alpha"), connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO agencies_thing DEFAULT VALUES")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("SELECT * FROM beta.agencies_thing")


def test_python_migrations_run_in_each_schema(release: Release) -> None:
    release(RENAME_TYPES)

    assert upgrading.upgrade() == []

    for schema in ("alpha", "beta"):
        with current.entered(schema), connections["default"].cursor() as cursor:
            cursor.execute("SELECT bool_and(name = upper(name)) FROM agencies_agencytype")
            assert cursor.fetchone() == (True,)


def test_sql_and_python_keep_their_order(release: Release) -> None:
    set_note = "migrations.RunSQL(\"UPDATE agencies_agencytype SET note = 'later'\")"
    release(ADD_COLUMN, RENAME_TYPES, set_note)

    assert upgrading.upgrade() == []

    assert notes("alpha") == [("later",)]


def test_a_column_with_a_check_takes_two_statements(release: Release) -> None:
    release("migrations.AddField('agencytype', 'size', models.PositiveIntegerField(default=1))")

    assert upgrading.upgrade() == []

    added, *others = CollectedMigration.objects.using(OWNER).get(name="9999_later").steps
    assert "ADD COLUMN" in added
    assert "CHECK" not in added
    assert 'ALTER TABLE "agencies_agencytype" ADD CHECK ("size" >= 0)' in others
    with current.entered("alpha"), connections["default"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute("UPDATE agencies_agencytype SET size = -1")


def test_a_foreign_key_column_takes_two_statements(release: Release) -> None:
    release("migrations.AddField('agencytype', 'like', models.ForeignKey('self', models.CASCADE, null=True))")

    assert upgrading.upgrade() == []

    added, at_once, *_ = CollectedMigration.objects.using(OWNER).get(name="9999_later").steps
    assert "REFERENCES" in added
    assert at_once.startswith("SET CONSTRAINTS")


def test_only_new_migrations_are_collected(release: Release) -> None:
    before = set(CollectedMigration.objects.using(OWNER).values_list("app", "name", "digest"))
    release(ADD_COLUMN)

    upgrading.upgrade()

    after = CollectedMigration.objects.using(OWNER).order_by("position")
    assert set(after.values_list("app", "name", "digest")) > before
    last = after.last()
    assert last is not None
    assert (last.app, last.name) == ("agencies", "9999_later")
    assert "ADD COLUMN" in last.steps[0]


def test_a_changed_migration_is_collected_again(release: Release) -> None:
    release(ADD_COLUMN)
    upgrading.upgrade()
    release(ADD_COLUMN.replace("9", "8"))

    assert upgrading.lagging() == ["public", "alpha", "beta"]
    assert upgrading.upgrade() == []
    assert upgrading.lagging() == []


def test_an_interrupted_upgrade_continues_where_it_stopped(release: Release) -> None:
    release(ADD_COLUMN)

    def stop(schema: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upgrading.upgrade(on_done=stop)
    assert upgrading.lagging() == ["beta"]

    done: list[str] = []
    upgrading.upgrade(on_done=done.append)
    assert done == ["beta"]


def test_a_failed_schema_is_unchanged_and_blocks_no_other(release: Release) -> None:
    with current.entered("alpha", using=OWNER):
        execute(["ALTER TABLE agencies_agencytype ADD COLUMN note text"])
    release("migrations.CreateModel('Thing', [('id', models.BigAutoField(primary_key=True))])", ADD_COLUMN)

    failures = upgrading.upgrade()

    assert [failure.schema for failure in failures] == ["alpha"]
    assert "already exists" in failures[0].reason
    assert upgrading.lagging() == ["alpha"]
    with current.entered("alpha", using=OWNER), owner_connection().cursor() as cursor:
        cursor.execute("SELECT to_regclass('alpha.agencies_thing')")
        assert cursor.fetchone() == (None,)


def test_a_locked_table_blocks_no_other_schema(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "LOCK_TIMEOUT", "50ms")
    release(ADD_COLUMN)
    busy = psycopg2.connect(**login_of(OWNER))
    with busy.cursor() as cursor:
        cursor.execute("LOCK TABLE alpha.agencies_agencytype IN ACCESS SHARE MODE")
    done: list[str] = []

    failures = upgrading.upgrade(on_done=done.append)
    busy.close()

    assert done == ["beta"]
    assert [(failure.schema, "lock timeout" in failure.reason) for failure in failures] == [("alpha", True)]
    assert upgrading.upgrade() == []


def test_an_unlisted_third_party_python_migration_stops_the_upgrade(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.release.python_operations.OUR_PACKAGES", set())
    release(RENAME_TYPES)

    with pytest.raises(UnlistedOperation, match=r"agencies\.9999_later runs Python"):
        upgrading.upgrade()


def test_a_migration_that_names_its_schema_stops_the_upgrade(release: Release) -> None:
    release("NamesItsSchema()")

    with pytest.raises(ValueError, match="names its schema"):
        upgrading.upgrade()


def test_the_scratch_schema_is_removed(release: Release) -> None:
    release(ADD_COLUMN)
    upgrading.upgrade()

    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'scratch%'")
        assert cursor.fetchone() == (0,)


def test_migrate_schemas_still_works(release: Release) -> None:
    release(ADD_COLUMN)

    call_command("migrate_schemas", verbosity=0)

    assert notes("alpha") == notes("beta") == [("new",)]
    assert upgrading.lagging() == []
    assert set(SchemaUpgrade.objects.using(OWNER).values_list("schema_name", flat=True)) == {"public", "alpha", "beta"}


def test_upgrade_and_migrate_schemas_give_the_same_schema() -> None:
    with owner_connection().cursor() as cursor:
        cursor.execute("CREATE SCHEMA by_hand")
    call_command("migrate_schemas", schema_name="by_hand", verbosity=0)

    assert catalogue("by_hand") == catalogue("alpha")


def test_check_lists_schemas_to_upgrade(release: Release) -> None:
    release(ADD_COLUMN)
    output = StringIO()

    with pytest.raises(SystemExit):
        call_command("upgrade", check=True, stdout=output)

    assert output.getvalue().split() == ["public", "alpha", "beta"]


def test_the_command_upgrades_every_schema(release: Release) -> None:
    release(ADD_COLUMN)
    output = StringIO()

    call_command("upgrade", stdout=output)

    assert output.getvalue() == "Every schema is at this release.\n"


def test_the_command_names_the_schema_that_failed(release: Release) -> None:
    with current.entered("alpha", using=OWNER):
        execute(["ALTER TABLE agencies_agencytype ADD COLUMN note text"])
    release(ADD_COLUMN)
    errors = StringIO()

    with pytest.raises(CommandError, match="Not upgraded: 1"):
        call_command("upgrade", stderr=errors)

    assert errors.getvalue().startswith("alpha: column")


def catalogue(schema: str) -> set[tuple[str, ...]]:
    """The definitions of everything in a schema, without its name."""
    parts = """
    SELECT 'column', table_name, column_name, data_type, column_default, is_nullable, is_identity
    FROM information_schema.columns WHERE table_schema = %(schema)s
    UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '', '' FROM pg_indexes WHERE schemaname = %(schema)s
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', ''
    FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '', ''
    FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = %(schema)s::regnamespace)
    UNION ALL SELECT 'function', proname, prosrc, proconfig::text, '', '', ''
    FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
    UNION ALL SELECT 'migration', app, name, '', '', '', '' FROM django_migrations
    """
    with current.entered(schema, using=OWNER), owner_connection().cursor() as cursor:
        cursor.execute(parts, {"schema": schema})
        return {tuple(str(part).replace(schema, "SCHEMA") for part in row) for row in cursor.fetchall()}
