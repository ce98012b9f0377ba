"""The pages for what went wrong that no address leads to."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from core.access.requests import Request
from core.workspace.context import Page as Frame
from tests.browser.test_screens import DESK, PHONE, ZOOMED, breaks_no_rule, fits
from tests.browser.town import Town

pytestmark = pytest.mark.browser


def shown(town: Town, page: Page, name: str) -> None:
    """The page as `render` would answer with it when nothing else works any more."""
    html = render_to_string(name, {"page": Frame(Request()), "request_id": "7f3a2261"})
    page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(town.address("/broken/"))


@pytest.mark.parametrize("name", ["429.html", "errors/500.html", "errors/503.html", "errors/busy.html"])
def test_a_page_for_what_went_wrong_is_for_everyone(town: Town, browser: Browser, name: str) -> None:
    context = town.context(browser, "")
    page = context.new_page()

    shown(town, page, name)

    for size in (DESK, PHONE):
        fits(page, size)
        breaks_no_rule(page, size)
    fits(page, ZOOMED)
    context.close()


def test_a_form_that_is_out_of_date_says_so(town: Town, browser: Browser) -> None:
    context = town.context(browser, "dana")
    page = context.new_page()
    page.goto(town.address("/agencies/add/"))

    context.clear_cookies(name="__Host-csrf")
    page.locator("main form button[type=submit]").click()

    expect(page.get_by_role("heading", name="This form has expired")).to_be_visible()
    breaks_no_rule(page, DESK)
    context.close()
