"""On paper, and in colours that the reader chose."""

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.town import Town

pytestmark = pytest.mark.browser


@pytest.fixture
def sheet(town: Town, browser: Browser) -> Iterator[Page]:
    """An incident with conditions, as it is printed."""
    context = town.context(browser, "dana")
    page = context.new_page()
    page.goto(town.address("/incidents/{conditional}/"))
    page.emulate_media(media="print")
    yield page
    context.close()


def test_paper_says_who_printed_it_when_and_how_to_keep_it(sheet: Page) -> None:
    head = sheet.locator(".sn-print-head")

    expect(head).to_contain_text("OFFICIAL-SENSITIVE. Printed by Dana Whitlock, Alpha City Council")
    expect(head).to_contain_text("Shred after use.")
    assert sheet.evaluate("getComputedStyle(document.body).page") == "marked"


@pytest.mark.parametrize("part", [".sn-navigation", ".sn-header", ".sn-footer", ".moj-sub-navigation", ".sn-marking"])
def test_nothing_to_press_is_printed(sheet: Page, part: str) -> None:
    expect(sheet.locator(part).first).to_be_hidden()


def test_conditions_go_with_the_paper(sheet: Page) -> None:
    expect(sheet.locator(".sn-banner--violet")).to_contain_text("A1, may be combined or corroborated")


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


def test_a_bar_tells_its_share_in_the_readers_own_colours(town: Town, browser: Browser) -> None:
    context = town.context(browser, "dana", forced_colors="active")
    page = context.new_page()

    page.goto(town.address("/components/"))
    picture = page.get_by_role("progressbar", name="Actions").screenshot()

    done, left = page.evaluate(BAR, base64.b64encode(picture).decode())
    assert done != left
    context.close()


def test_a_screen_tells_the_same_in_the_readers_own_colours(town: Town, browser: Browser) -> None:
    context = town.context(browser, "dana", forced_colors="active")
    page = context.new_page()

    page.goto(town.address("/incidents/"))

    here = page.locator(".sn-navigation__link[aria-current]")
    elsewhere = page.locator(".sn-navigation__link:not([aria-current])").first
    edge = "element => getComputedStyle(element).borderBottomColor"
    assert here.evaluate(edge) != elsewhere.evaluate(edge)
    context.close()
