"""The stage of the permission matrix, for each test module that asks for it."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tenants import current
from tests.access.stage import Stage, stage
from tests.access.undoing import undone
from tests.conftest import renew


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """One stage for a module, inside a transaction that is rolled back. Each test undoes its own changes."""
    with django_db_blocker.unblock():
        with undone(), current.entered("alpha"):
            yield stage()
        renew()  # what the owner's login made is committed outside the transaction
