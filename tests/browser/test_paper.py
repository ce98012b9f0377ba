"""Prints, and forced colours."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scenario import Scenario

pytestmark = pytest.mark.browser


@pytest.fixture
def sheet(scenario: Scenario, browser: Browser) -> Iterator[Page]:
    """A print of an incident with conditions."""
    context = scenario.context(browser, "dana")
    page = context.new_page()
    page.goto(scenario.address("/incidents/{conditional}/?print=safeguarding"))
    page.emulate_media(media="print")
    yield page
    context.close()


def test_a_print_has_a_name_a_purpose_a_number_and_handling_instructions(sheet: Page) -> None:
    head = sheet.locator(".sn-print-head")

    expect(head).to_contain_text("OFFICIAL-SENSITIVE. Printed by Dana Whitlock, Alpha City Council")
    expect(head).to_contain_text(re.compile(r", for: safeguarding\. Print [2-9A-Z]{4}-[2-9A-Z]{4} is recorded\."))
    expect(head).to_contain_text("Handling conditions: C A1 S2. Ask the originator before use or onward sharing.")
    expect(head).to_contain_text("Shred after use.")
    assert sheet.evaluate("getComputedStyle(document.body).page") == "marked"


@pytest.mark.parametrize("part", [".sn-navigation", ".sn-header", ".sn-footer", ".moj-sub-navigation", ".sn-marking"])
def test_controls_are_not_printed(sheet: Page, part: str) -> None:
    expect(sheet.locator(part).first).to_be_hidden()


def test_conditions_are_printed(sheet: Page) -> None:
    banner = sheet.locator(".sn-banner--violet")

    expect(banner).to_be_visible()
    expect(banner).to_contain_text("A1, may be combined or corroborated")


def test_a_page_without_a_purpose_prints_only_how_to_print_it(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana")
    page = context.new_page()
    page.goto(scenario.address("/incidents/{conditional}/"))

    page.emulate_media(media="print")

    expect(page.locator(".sn-print-head")).to_contain_text("Choose “Print” at the bottom of the page.")
    expect(page.locator("main")).to_be_hidden()
    context.close()


def test_printing_needs_no_script(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana", java_script_enabled=False)
    page = context.new_page()
    page.goto(scenario.address("/incidents/?kind=personal"))

    page.get_by_label("Print this page for").select_option("Safeguarding")
    page.get_by_role("button", name="Print", exact=True).click()

    expect(page).to_have_url(re.compile(r"\?kind=personal&print=safeguarding$"))
    expect(page.locator(".sn-unprinted")).to_contain_text(
        "is recorded, for safeguarding. Use your browser's print command."
    )
    page.get_by_role("link", name="Back to the page").click()
    expect(page).to_have_url(re.compile(r"\?kind=personal$"))
    context.close()


def test_the_print_key_focuses_the_purpose(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana")
    page = context.new_page()
    page.goto(scenario.address("/incidents/{conditional}/"))

    page.keyboard.press("Control+p")

    expect(page.get_by_label("Print this page for")).to_be_focused()
    context.close()


def test_the_print_window_opens_once(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana")
    context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page = context.new_page()

    page.goto(scenario.address("/incidents/{conditional}/?print=safeguarding"))
    assert page.evaluate("window.printed") == 1
    page.get_by_role("button", name="Open the print window").click()
    assert page.evaluate("window.printed") == 2
    page.reload()

    assert page.evaluate("window.printed") == 0
    context.close()


BAR = """async (bar) => {
    const picture = new Image()
    picture.src = `data:image/png;base64,${bar}`
    await picture.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height })
    const context = canvas.getContext('2d')
    context.drawImage(picture, 0, 0)
    const at = (share) => [...context.getImageData(picture.width * share, picture.height / 2, 1, 1).data].join()
    return [at(0.2), at(0.8)]
}"""
"""The colours of a bar, given as a picture, at a fifth and at four fifths of its length."""


def test_a_bar_shows_its_share_in_forced_colours(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana", forced_colors="active")
    page = context.new_page()

    page.goto(scenario.address("/components/"))
    picture = page.get_by_role("progressbar", name="Actions").screenshot()

    done, left = page.evaluate(BAR, base64.b64encode(picture).decode())
    assert done != left
    context.close()


def test_the_current_page_is_marked_in_forced_colours(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana", forced_colors="active")
    page = context.new_page()

    page.goto(scenario.address("/incidents/"))

    here = page.locator(".sn-navigation__link[aria-current]")
    elsewhere = page.locator(".sn-navigation__link:not([aria-current])").first
    edge = "element => getComputedStyle(element).borderBottomColor"
    assert here.evaluate(edge) != elsewhere.evaluate(edge)
    context.close()
