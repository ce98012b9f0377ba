"""Citus's requirements for tables and transactions, tested on plain Postgres."""

import pytest
from django.db import connection, transaction

from core.areas.models import Area
from tenants import current, upgrading
from tenants.owner import OWNER, execute, owner_connection
from tenants.release import ledger
from tests.one_role import SecondRole

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def tables_not_logged(schema: str) -> list[str]:
    with owner_connection().cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' "
            "AND relpersistence <> 'p' ORDER BY 1",
            [schema],
        )
        return [name for (name,) in cursor.fetchall()]


def test_every_table_of_a_partnership_is_logged() -> None:
    assert tables_not_logged("alpha") == []


def test_an_upgrade_logs_the_cache_table_of_release_0_1_0() -> None:
    undo_the_logging_migration("alpha")

    assert upgrading.upgrade() == []

    assert tables_not_logged("alpha") == []


def undo_the_logging_migration(schema: str) -> None:
    """Restores a partnership to the state before the migration, with the table that provisioning created then."""
    with current.entered(schema, using=OWNER):
        execute(
            [
                "CREATE UNLOGGED TABLE cache (cache_key varchar(255) PRIMARY KEY, value text, expires timestamptz)",
                "DELETE FROM django_migrations WHERE app = 'accounts' AND name = '0003_logged_former_cache'",
            ]
        )
    ledger.forget(schema)
    assert tables_not_logged(schema) == ["cache"]


def test_a_second_role_in_one_transaction_is_detected() -> None:
    with current.entered("alpha"), transaction.atomic():
        Area.objects.create(level="neighbourhood", code="shirley", name="Shirley")
        with current.entered("alpha", reader=True), pytest.raises(SecondRole, match="as tr_alpha and goes on as rd_"):
            Area.objects.exists()


def test_consecutive_transactions_can_have_different_roles() -> None:
    for reader in (False, True):
        with current.entered("alpha", reader=reader), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
