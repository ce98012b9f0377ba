"""With scripts switched off: signing in, filtering, paging, moving about on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screens import types_the_password
from tests.browser.town import REPORTS, Town

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(town: Town, browser: Browser) -> Iterator[Page]:
    """A telephone of the administrator's, whose browser runs no script."""
    context = town.context(browser, "dana", java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_somebody_signs_in(town: Town, browser: Browser) -> None:
    context = town.context(browser, "", java_script_enabled=False)
    page = context.new_page()

    page.goto(town.address("/account/login/"))
    types_the_password(page)

    expect(page.get_by_role("heading", name="Enter your second factor")).to_be_visible()
    context.close()


def test_the_filter_unfolds_and_narrows_the_list(town: Town, phone: Page) -> None:
    phone.goto(town.address("/incidents/"))
    expect(phone.get_by_label("Words in the report")).to_be_hidden()

    phone.locator("summary", has_text="Filters").click()
    phone.get_by_label("Words in the report").fill("door")
    phone.get_by_role("button", name="Apply filters").click()

    expect(phone.locator(".sn-meta")).to_contain_text("12 incidents match your filters")


@pytest.mark.parametrize("path", ["/", "/agencies/", "/incidents/{incident}/", "/account/"])
def test_a_record_is_found_by_its_reference_from_any_page(town: Town, phone: Page, path: str) -> None:
    phone.goto(town.address(path))
    phone.locator(".sn-tab-bar").get_by_role("link", name="Search").click()

    phone.get_by_role("searchbox").fill(town.places["conditional"])
    phone.get_by_role("button", name="Search").click()

    expect(phone.locator("h1")).to_be_visible()
    assert phone.url.endswith(f"/incidents/{town.places['conditional']}/")


def test_older_pages_and_back(town: Town, phone: Page) -> None:
    phone.goto(town.address("/incidents/"))
    rows = phone.locator("tbody tr")

    expect(rows).to_have_count(50)
    phone.get_by_role("link", name="Older").click()
    expect(rows).to_have_count(REPORTS - 50)
    phone.get_by_role("link", name="Newer").click()

    expect(rows).to_have_count(50)


def test_the_menu_lies_at_the_foot(town: Town, phone: Page) -> None:
    phone.goto(town.address("/"))

    phone.get_by_role("link", name="Menu").click()
    phone.get_by_role("navigation", name="Menu").get_by_role("link", name="Neighbourhoods").click()

    expect(phone.get_by_role("heading", name="Neighbourhoods", level=1)).to_be_visible()


def test_at_a_desk_the_filter_always_stands_open(town: Town, browser: Browser) -> None:
    context = town.context(browser, "dana", java_script_enabled=False)
    page = context.new_page()

    page.goto(town.address("/incidents/"))

    expect(page.get_by_label("Words in the report")).to_be_visible()
    context.close()
