"""The scenario of the permission matrix and its canaries, once for each test module that uses them."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tenants import current
from tests.access.canaries import Canaries, create_canaries
from tests.access.rollback import rolled_back
from tests.access.scenario import Scenario, create_scenario
from tests.conftest import renew


@pytest.fixture(scope="module")
def scenario(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scenario]:
    """One scenario for a module, inside a transaction that is rolled back. Each test undoes its own changes."""
    with django_db_blocker.unblock():
        with rolled_back(), current.entered("alpha"):
            yield create_scenario()
        renew()  # what the owner's login made is committed outside the transaction


@pytest.fixture(scope="module")
def canaries(scenario: Scenario) -> Canaries:
    """The scenario with a canary in each field that holds one."""
    return create_canaries(scenario)
