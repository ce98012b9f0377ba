"""The public schema is upgraded completely or not at all, and a locked table postpones it."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import psycopg2
import pytest
from django.test import override_settings

from tenants import upgrading
from tenants.owner import OWNER, owner_connection
from tests.isolation.fault_injection import login_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A release with two more migrations of the service's own tables. Each adds a column to a different table."""
    import tenants.operations.migrations as existing

    package = tmp_path / "later_operations"
    package.mkdir()
    for path in Path(existing.__path__[0]).glob("*.py"):
        (package / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    last = max(path.stem for path in package.glob("0*.py"))
    for name, after, model in (("9998_first", last, "operator"), ("9999_second", "9998_first", "order")):
        (package / f"{name}.py").write_text(
            dedent(f"""
            from django.db import migrations, models

            class Migration(migrations.Migration):
                dependencies = [("operations", "{after}")]
                operations = [migrations.AddField("{model}", "note", models.CharField(max_length=9, db_default=""))]
            """),
            encoding="utf-8",
        )
    monkeypatch.syspath_prepend(tmp_path)
    with override_settings(MIGRATION_MODULES={"operations": "later_operations"}):
        yield


def tables_with_notes() -> set[str]:
    with owner_connection().cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'note'"
        )
        return {table for (table,) in cursor.fetchall()}


def test_public_is_upgraded(release: None) -> None:
    assert upgrading.upgrade() == []

    assert tables_with_notes() == {"operations_operator", "operations_order"}
    assert upgrading.lagging() == []


def test_a_locked_table_postpones_the_whole_upgrade(release: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "LOCK_TIMEOUT", "50ms")
    busy = psycopg2.connect(**login_of(OWNER))
    with busy.cursor() as cursor:
        # Postgres ends this session after 20 seconds, so an upgrade that waits for the lock makes the test fail.
        cursor.execute("SET idle_in_transaction_session_timeout = '20s'")
        cursor.execute("LOCK TABLE public.operations_order IN ACCESS SHARE MODE")

    failures = upgrading.upgrade()
    busy.close()

    assert [(failure.schema, "lock timeout" in failure.reason) for failure in failures] == [("public", True)]
    assert tables_with_notes() == set()  # the first migration was rolled back
    assert upgrading.lagging() == ["public", "alpha", "beta"]
    assert upgrading.upgrade() == []
