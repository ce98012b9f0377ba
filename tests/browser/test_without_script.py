"""Without JavaScript: signing in, filtering, paging and navigating on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scenario import REPORTS, Scenario
from tests.browser.screens import searches_for_a_neighbourhood, types_the_password

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(scenario: Scenario, browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript, on which the administrator is signed in."""
    context = scenario.context(browser, "dana", java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_a_user_signs_in(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "", java_script_enabled=False)
    page = context.new_page()

    page.goto(scenario.address("/account/login/"))
    types_the_password(page)

    expect(page.get_by_role("heading", name="Enter your second factor")).to_be_visible()
    context.close()


def test_the_filter_opens_and_filters_the_list(scenario: Scenario, phone: Page) -> None:
    phone.goto(scenario.address("/incidents/"))
    expect(phone.get_by_label("Words in the report")).to_be_hidden()

    phone.locator("summary", has_text="Filters").click()
    phone.get_by_label("Words in the report").fill("door")
    phone.get_by_role("button", name="Apply filters").click()

    expect(phone.locator(".sn-meta")).to_contain_text("12 incidents match your filters")


@pytest.mark.parametrize("path", ["/", "/agencies/", "/incidents/{incident}/", "/account/"])
def test_a_record_is_found_by_its_reference_from_any_page(scenario: Scenario, phone: Page, path: str) -> None:
    phone.goto(scenario.address(path))
    phone.locator(".sn-tab-bar").get_by_role("link", name="Search").click()

    phone.get_by_role("searchbox").fill(scenario.ids["conditional"])
    phone.get_by_role("button", name="Search").click()

    expect(phone.locator("h1")).to_be_visible()
    assert phone.url.endswith(f"/incidents/{scenario.ids['conditional']}/")


def test_records_of_several_types_are_found_by_words(scenario: Scenario, phone: Page) -> None:
    phone.goto(scenario.address("/search/"))
    searches_for_a_neighbourhood(phone)

    expect(phone.get_by_role("heading", level=2)).to_contain_text(["Incidents", "Neighbourhoods"])
    phone.get_by_role("link", name="Shirley", exact=True).click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Shirley")


def test_older_pages_and_back(scenario: Scenario, phone: Page) -> None:
    phone.goto(scenario.address("/incidents/"))
    rows = phone.locator("tbody tr")

    expect(rows).to_have_count(50)
    phone.get_by_role("link", name="Older").click()
    expect(rows).to_have_count(REPORTS - 50)
    phone.get_by_role("link", name="Newer").click()

    expect(rows).to_have_count(50)


def test_the_menu_is_at_the_bottom(scenario: Scenario, phone: Page) -> None:
    phone.goto(scenario.address("/"))

    phone.get_by_role("link", name="Menu").click()
    phone.get_by_role("navigation", name="Menu").get_by_role("link", name="Neighbourhoods").click()

    expect(phone.get_by_role("heading", name="Neighbourhoods", level=1)).to_be_visible()


def test_on_a_desktop_the_filter_is_always_open(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana", java_script_enabled=False)
    page = context.new_page()

    page.goto(scenario.address("/incidents/"))

    expect(page.get_by_label("Words in the report")).to_be_visible()
    context.close()
