"""References, secrets and addresses can be copied with one button, in browsers with JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scenario import Scenario
from tests.browser.screen import sends_the_form

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(scenario: Scenario, browser: Browser) -> Iterator[Page]:
    """A tab in which the administrator is signed in, with permission to use the clipboard."""
    context = scenario.context(browser, "dana")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_reference_is_copied(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/incidents/{incident}/"))

    button = tab.get_by_role("button", name="Copy reference")
    button.click()

    expect(tab.get_by_role("status")).to_have_text("Copied reference")
    expect(tab.get_by_role("button", name="Copied reference")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == scenario.ids["incident"]
    tab.keyboard.press("Tab")
    expect(button).to_be_visible()


@pytest.mark.parametrize(("name", "copied"), [("location", "On or near High Street"), ("source reference", "N-0")])
def test_a_location_and_a_source_reference_are_copied(scenario: Scenario, tab: Page, name: str, copied: str) -> None:
    tab.goto(scenario.address("/incidents/{incident}/"))

    tab.get_by_role("button", name=f"Copy {name}").click()
    expect(tab.get_by_role("status")).to_have_text(f"Copied {name}")

    assert tab.evaluate("navigator.clipboard.readText()") == copied


def test_an_email_address_is_copied(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/people-and-roles/{person}/"))

    tab.get_by_role("button", name="Copy email address").click()
    expect(tab.get_by_role("status")).to_have_text("Copied email address")

    assert tab.evaluate("navigator.clipboard.readText()") == "helen.castle@pol.example"


def test_a_secret_is_copied(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/api-clients/{client}/rotate/"))
    with tab.expect_navigation():
        sends_the_form(tab)

    tab.get_by_role("button", name="Copy client secret").click()
    expect(tab.get_by_role("status")).to_have_text("Copied client secret")

    shown = tab.get_by_label("Client secret", exact=True).inner_text()
    assert tab.evaluate("navigator.clipboard.readText()") == shown


def test_without_a_script_there_is_no_such_button(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana", java_script_enabled=False)
    page = context.new_page()

    page.goto(scenario.address("/incidents/{incident}/"))

    expect(page.locator("[data-copy]").first).to_be_hidden()
    context.close()
