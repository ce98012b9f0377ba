"""References, secrets and addresses are copied by one press, where the browser runs scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screens import sends_the_form
from tests.browser.town import Town

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(town: Town, browser: Browser) -> Iterator[Page]:
    """The administrator's tab, which may use the clipboard."""
    context = town.context(browser, "dana")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_reference_is_copied(town: Town, desk: Page) -> None:
    desk.goto(town.address("/incidents/{incident}/"))

    button = desk.get_by_role("button", name="Copy reference")
    button.click()

    expect(desk.get_by_role("status")).to_have_text("Copied reference")
    expect(desk.get_by_role("button", name="Copied reference")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == town.places["incident"]
    desk.keyboard.press("Tab")
    expect(button).to_be_visible()


@pytest.mark.parametrize(("name", "copied"), [("place", "On or near High Street"), ("source reference", "N-0")])
def test_a_place_and_a_source_reference_are_copied(town: Town, desk: Page, name: str, copied: str) -> None:
    desk.goto(town.address("/incidents/{incident}/"))

    desk.get_by_role("button", name=f"Copy {name}").click()
    expect(desk.get_by_role("status")).to_have_text(f"Copied {name}")

    assert desk.evaluate("navigator.clipboard.readText()") == copied


def test_an_email_address_is_copied(town: Town, desk: Page) -> None:
    desk.goto(town.address("/people-and-roles/{person}/"))

    desk.get_by_role("button", name="Copy email address").click()
    expect(desk.get_by_role("status")).to_have_text("Copied email address")

    assert desk.evaluate("navigator.clipboard.readText()") == "helen.castle@pol.example"


def test_a_secret_is_copied(town: Town, desk: Page) -> None:
    desk.goto(town.address("/api-clients/{client}/rotate/"))
    with desk.expect_navigation():
        sends_the_form(desk)

    desk.get_by_role("button", name="Copy client secret").click()
    expect(desk.get_by_role("status")).to_have_text("Copied client secret")

    shown = desk.get_by_label("Client secret", exact=True).inner_text()
    assert desk.evaluate("navigator.clipboard.readText()") == shown


def test_without_a_script_there_is_no_such_button(town: Town, browser: Browser) -> None:
    context = town.context(browser, "dana", java_script_enabled=False)
    page = context.new_page()

    page.goto(town.address("/incidents/{incident}/"))

    expect(page.locator("[data-copy]").first).to_be_hidden()
    context.close()
