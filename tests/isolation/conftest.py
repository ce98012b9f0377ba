"""Fixtures: real connections, committed data, and a row in each partnership that names the partnership."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from tenants import current
from tenants.backend.base import DatabaseWrapper
from tenants.backend.connection import ConfirmingConnection
from tenants.owner import OWNER, execute
from tests import one_role

PARTNERSHIPS = ("alpha", "beta")


@pytest.fixture
def several_roles_in_a_transaction() -> Iterator[None]:
    """Allows several roles in a transaction, to test isolation there. The service uses one, as Citus requires."""
    with one_role.not_enforced():
        yield


@pytest.fixture(scope="session")
def marked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A table `marker` in each partnership, whose one row names that partnership."""
    with django_db_blocker.unblock():
        for schema in PARTNERSHIPS:
            with current.entered(schema, using=OWNER):
                execute(
                    [
                        "CREATE TABLE IF NOT EXISTS marker (whose text)",
                        f"INSERT INTO marker VALUES ('{schema}')",
                        f"GRANT SELECT ON marker TO tr_{schema}",
                    ]
                )
        connections.close_all()
        yield
        for schema in PARTNERSHIPS:
            with current.entered(schema, using=OWNER):
                execute(["DROP TABLE IF EXISTS marker"])
        connections.close_all()


@pytest.fixture
def connection(marked: None, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """The application's own connection, outside any transaction of the tests."""
    with django_db_blocker.unblock():
        connections.close_all()
        yield connections["default"]
        connections.close_all()


def opened(connection: DatabaseWrapper) -> ConfirmingConnection:
    """The psycopg2 connection that the Django connection wraps."""
    assert connection.connection is not None, "This connection has not been opened yet."
    return connection.connection


def whose(connection: BaseDatabaseWrapper) -> str:
    """The partnership whose row a query returns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT whose FROM marker")
        return cursor.fetchone()[0]
