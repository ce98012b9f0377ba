"""Error pages that no URL leads to."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from core.access.requests import Request
from core.workspace.context import Page as Frame
from tests.browser.scenario import Scenario
from tests.browser.test_screens import DESKTOP, PHONE, ZOOMED, breaks_no_rule, fits

pytestmark = pytest.mark.browser


def shown(scenario: Scenario, page: Page, name: str) -> None:
    """Opens the page as `render` shows it if everything else fails."""
    html = render_to_string(name, {"page": Frame(Request()), "request_id": "7f3a2261"})
    page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(scenario.address("/broken/"))


@pytest.mark.parametrize("name", ["429.html", "errors/500.html", "errors/503.html", "errors/busy.html"])
def test_error_pages_are_accessible(scenario: Scenario, browser: Browser, name: str) -> None:
    context = scenario.context(browser, "")
    page = context.new_page()

    shown(scenario, page, name)

    for size in (DESKTOP, PHONE):
        fits(page, size)
        breaks_no_rule(page, size)
    fits(page, ZOOMED)
    context.close()


def test_a_form_that_is_out_of_date_says_so(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana")
    page = context.new_page()
    page.goto(scenario.address("/agencies/add/"))

    context.clear_cookies(name="__Host-csrf")
    page.locator("main form button[type=submit]").click()

    expect(page.get_by_role("heading", name="This form has expired")).to_be_visible()
    breaks_no_rule(page, DESKTOP)
    context.close()
