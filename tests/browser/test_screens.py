"""Every screen: accessible, no wider than its window at every size, and without messages in the console."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.scenario import Scenario
from tests.browser.screen import Screen
from tests.browser.screens import SCREENS

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes need not be described, which takes longer than finding it
}
CODE_SNIFFER = Path(__file__).parents[2] / "node_modules" / "html_codesniffer" / "build" / "HTMLCS.js"
SNIFFED = """() => {
    const translation = HTMLCS.getTranslation.bind(HTMLCS)
    HTMLCS.getTranslation = (key) => translation(key) ?? key  // for some of its findings it has no words, and stops
    const outdated = ({ code, element }) => code.includes('1_3_5') && element.autocomplete === 'username'
    const told = (found) => `${found.code}: ${found.msg} at ${found.element.outerHTML.slice(0, 200)}`
    return new Promise((done) => HTMLCS.process('WCAG2AA', document, () => done(
        HTMLCS.getMessages().filter((found) => found.type === HTMLCS.ERROR && !outdated(found)).map(told)
    )))
}"""
"""What HTML_CodeSniffer, which shares no code with axe, finds wrong. It does not know yet that an email field may be
filled in with a user name, as HTML allows since 2021."""

UNSPOKEN = """() => {
    const words = (text) => text.toLowerCase().replace(/\\s+/g, ' ').trim()
    return [...document.querySelectorAll('a, button, summary, label, input[aria-label], [role=button]')]
        .filter((control) => control.innerText)
        .filter((control) => {
            const name = control.getAttribute('aria-label')
            if (name !== null) return !words(name).includes(words(control.innerText))
            return [...control.querySelectorAll('[aria-hidden=true]')].some((part) => words(part.innerText ?? ''))
        })
        .map((control) => control.outerHTML.slice(0, 200))
}"""
"""Controls whose accessible name lacks their visible text, so voice control cannot find them (WCAG 2.5.3)."""

DESKTOP, PHONE = (1280, 800), (390, 844)
WALL, LAPTOP, TABLET, ZOOMED = (1920, 1080), (1100, 700), (768, 1024), (320, 256)
"""The last is a desktop window at 400% zoom."""
UNSIGNED_FORM = "form[method=post]:not(:has(input[name=csrfmiddlewaretoken]))"
COMPLAINTS = {"error", "warning"}

pytestmark = pytest.mark.browser


@contextmanager
def visited(scenario: Scenario, browser: Browser, screen: Screen) -> Iterator[tuple[Page, Response, list[str]]]:
    """The page, the response, and the messages in the console."""
    viewport = {"width": DESKTOP[0], "height": DESKTOP[1]}
    with scenario.context(browser, screen.who, screen.host, viewport=viewport) as context:
        context.add_init_script(path=CODE_SNIFFER)  # the page's content policy does not forbid it
        yield opened(scenario, context.new_page(), screen)


def opened(scenario: Scenario, page: Page, screen: Screen) -> tuple[Page, Response, list[str]]:
    """Opens the screen, and does what it needs before the checks."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in COMPLAINTS else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    response = page.goto(scenario.address(screen.path, screen.host))
    assert response is not None
    if screen.then:
        with page.expect_navigation():
            screen.then(page)
    return page, response, complaints


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_screen_is_accessible(scenario: Scenario, browser: Browser, screen: Screen) -> None:
    with visited(scenario, browser, screen) as (page, response, complaints):
        assert response.status == screen.status, page.inner_text("body")[:500]
        assert (page.locator(".sn-marking").count() == 2) == screen.marked
        assert page.locator(UNSIGNED_FORM).count() == 0, "a form without its token would be refused"
        holds_to_its_policy(response, complaints, screen.status)
        for size in (DESKTOP, PHONE):
            fits(page, size)
            breaks_no_rule(page, size)
            assert page.evaluate(SNIFFED) == [], f"at {size[0]} px"
            assert page.evaluate(UNSPOKEN) == [], f"at {size[0]} px"
            save_screenshot(page, screen, size)
        for size in (WALL, LAPTOP, TABLET, ZOOMED):
            fits(page, size)


def holds_to_its_policy(response: Response, complaints: list[str], status: int) -> None:
    """The content policy allows nothing unsafe, and the browser reports no violation."""
    policy = response.header_value("content-security-policy") or ""
    assert "default-src 'none'" in policy
    assert "unsafe-" not in policy
    own = f"Failed to load resource: the server responded with a status of {status}"
    assert [each for each in complaints if not each.startswith(own)] == []


def fits(page: Page, size: tuple[int, int]) -> None:
    """Nothing is wider than the window, so the page never scrolls sideways."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], f"{width} px wide in a window of {size[0]}"


def save_screenshot(page: Page, screen: Screen, size: tuple[int, int]) -> None:
    """Saves a screenshot, if SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        name = f"{re.sub('[^a-z]+', '-', screen.name.lower())}-{size[0]}.png"
        page.screenshot(path=Path(folder) / name, full_page=True)


def breaks_no_rule(page: Page, size: tuple[int, int]) -> None:
    """Axe finds nothing against WCAG 2.2 AA and its best practices."""
    found = Axe().run(page, options=RULES)
    broken = [
        f"{violation['id']}: {violation['help']} at {node['target']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    assert broken == [], f"at {size[0]} px"
