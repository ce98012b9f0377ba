"""One town for all browser tests: it is committed, and the database is put back after the last of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.town import Town, built
from tests.conftest import renew
from tests.site import served


@pytest.fixture(scope="package")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Town]:
    """The partnership `alpha` with something on every screen, served."""
    with django_db_blocker.unblock():
        with served() as site:
            yield built(site)
        renew()
