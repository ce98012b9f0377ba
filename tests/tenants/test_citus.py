"""What Citus asks of tables and transactions, held on plain Postgres."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import override_settings

from core.areas.models import Area
from tenants import current, upgrading
from tenants.owner import execute, owner_connection
from tenants.provisioning import provision
from tests.one_role import SecondRole

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def logged() -> Iterator[None]:
    """The setting that a Citus cluster needs: it moves no table that is not logged."""
    with override_settings(CACHE_LOGGED=True):
        yield


def tables_not_logged(schema: str) -> list[str]:
    with owner_connection().cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' "
            "AND relpersistence <> 'p' ORDER BY 1",
            [schema],
        )
        return [name for (name,) in cursor.fetchall()]


def test_without_the_setting_the_cache_alone_is_not_logged() -> None:
    assert tables_not_logged("alpha") == ["cache"]


def test_an_upgrade_logs_every_table_of_existing_partnerships(logged: None) -> None:
    assert upgrading.lagging() == ["public", "alpha", "beta"]

    assert upgrading.upgrade() == []

    assert tables_not_logged("alpha") == tables_not_logged("beta") == []


def test_a_new_partnership_has_logged_tables_only(logged: None) -> None:
    upgrading.upgrade()
    provision(schema="gamma", name="Gamma Partnership", domain="gamma.testserver", admin_email="")

    assert tables_not_logged("gamma") == []


def test_a_logged_cache_table_stays_as_it_is(logged: None) -> None:
    upgrading.upgrade()
    before = _file_of_the_cache()

    with current.entered("alpha", using="owner"):
        execute(["ALTER TABLE cache SET LOGGED"])

    assert _file_of_the_cache() == before


def test_a_second_role_in_one_transaction_is_noticed() -> None:
    with current.entered("alpha"), transaction.atomic():
        Area.objects.create(level="neighbourhood", code="shirley", name="Shirley")
        with current.entered("alpha", reader=True), pytest.raises(SecondRole, match="as tr_alpha and goes on as rd_"):
            Area.objects.exists()


def test_transactions_one_after_the_other_may_have_a_role_each() -> None:
    for reader in (False, True):
        with current.entered("alpha", reader=reader), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def _file_of_the_cache() -> list[tuple[int]]:
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode('alpha.cache'::regclass)")
        return cursor.fetchall()
