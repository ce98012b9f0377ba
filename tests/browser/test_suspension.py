"""The pages of a partnership that is suspended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tenants.models import Partnership
from tenants.states import State
from tests.browser.scenario import SCHEMA, Scenario
from tests.browser.test_screens import DESKTOP, PHONE, breaks_no_rule, fits

pytestmark = pytest.mark.browser


@pytest.fixture
def suspended(scenario: Scenario) -> Iterator[Scenario]:
    """The scenario, with its partnership suspended."""
    partnership = Partnership.objects.using("owner").filter(schema_name=SCHEMA)
    partnership.update(state=State.SUSPENDED)
    yield scenario
    partnership.update(state=State.DEMONSTRATION)


@pytest.mark.parametrize(
    ("path", "who"), [("/account/login/", ""), ("/", "dana"), ("/", "board"), ("/suspension/", "board")]
)
def test_they_are_accessible(suspended: Scenario, browser: Browser, path: str, who: str) -> None:
    context = suspended.context(browser, who)
    page = context.new_page()
    page.goto(suspended.address(path))

    expect(page.get_by_text("This partnership is suspended.").first).to_be_visible()
    for size in (DESKTOP, PHONE):
        fits(page, size)
        breaks_no_rule(page, size)
    context.close()
