"""One scenario for all browser tests. It is committed; after the last test the database is restored."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.scenario import Scenario, built
from tests.conftest import renew
from tests.site import served


@pytest.fixture(scope="package")
def scenario(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Scenario]:
    """The partnership `alpha` with data on every screen, served."""
    with django_db_blocker.unblock():
        with served() as site:
            yield built(site)
        renew()
