"""Fixtures for all tests: a database with two partnerships, their hosts, and a browser."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from script.local import chromium
from tenants import current, routing
from tenants.models import Domain
from tenants.operations.actions import provision
from tenants.upgrading import upgrade
from tests import one_role, reading
from tests.database import RUN
from tests.site import Site, served
from tests.storms import Storm, storm_of

# On a busy machine an example may take long: how long is not what the tests are about.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.personas import Persona  # pytest loads that module itself, after this one

pytest_plugins = ["tests.personas", "tests.reports"]

PARTNERSHIPS = {"alpha": "Alpha Partnership", "beta": "Beta Partnership"}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database for this run, with the partnerships `alpha` and `beta`. It is dropped after the run."""
    with django_db_blocker.unblock(), RUN.exists(fill):
        yield
        connections.close_all()


def fill() -> None:
    """Brings the shared tables up to date and provisions the two partnerships."""
    upgrade()
    for schema, name in PARTNERSHIPS.items():
        host = current.workspace_host(schema)
        partnership = provision(schema=schema, name=name, domain=host, admin_email="")
        # Browsers resolve *.localhost without DNS.
        Domain.objects.using("owner").create(tenant=partnership, domain=f"{schema}.localhost", is_primary=False)
    connections.close_all()


@pytest.fixture(autouse=True, scope="session")
def committed_tests_get_a_new_database() -> Iterator[None]:
    """The database is copied again after a test that commits, because the application cannot truncate tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: renew())
        yield


@pytest.fixture(autouse=True, scope="session")
def one_role_in_each_transaction() -> Iterator[None]:
    """Citus refuses to read as one role what the same transaction wrote as another."""
    with one_role.enforced():
        yield


@pytest.fixture(autouse=True, scope="session")
def tests_read_guarded_tables() -> Iterator[None]:
    """Requests, jobs and commands may not, unless their query says why."""
    with reading.allowed_outside_the_service():
        yield


@pytest.fixture(autouse=True, scope="session")
def hosts_stay_known() -> Iterator[None]:
    """Hosts stay cached for the run, so that no lookup is counted as a query on a slow machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing, "KEPT_FOR", 60 * 60.0)
        yield


def renew() -> None:
    """Closes this thread's connections and resets the database."""
    connections.close_all()
    RUN.renew()


@pytest.fixture
def alpha(db: None) -> Iterator[str]:
    """Work inside the partnership `alpha`."""
    with current.entered("alpha"):
        yield "alpha"


@pytest.fixture
def beta(db: None) -> Iterator[str]:
    """Work inside the partnership `beta`."""
    with current.entered("beta"):
        yield "beta"


@pytest.fixture
def client_for() -> Callable[[str], Client]:
    """A client of a partnership's workspace, `client_for("alpha")`, or of the service, `client_for("public")`."""
    from tests.personas import browser_at  # pytest loads that module itself, after this one

    return lambda schema: browser_at("testserver" if schema == "public" else current.workspace_host(schema))


@pytest.fixture
def storm(request: pytest.FixtureRequest) -> Storm:
    """How often a long test repeats: `for turn in range(storm.times(2_000, full=1_000_000))`. Mark it `storm`."""
    return storm_of(request.node.name.removeprefix("test_").replace("_", " "))


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    """The service on a free port: `site.address("alpha", "/incidents/")`. What such a test writes is committed."""
    with served() as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A Chromium, found or installed."""
    from playwright.sync_api import sync_playwright  # takes a second, and most tests have no browser

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        path = chromium.find_or_install(playwright)
        browser = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A tab of a new browser."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def page_as(browser: "Browser", site: Site) -> Iterator[Callable[["Persona"], "Page"]]:
    """A tab in which a persona is signed in: `page_as(alice).goto(site.address("alpha", "/"))`."""
    contexts = []

    def open_page(persona: "Persona") -> "Page":
        context = browser.new_context(locale="en-GB")
        contexts.append(context)
        session = persona.client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.address(persona.schema)}]
        )
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
