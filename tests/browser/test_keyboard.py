"""Without a mouse: everything can be reached, seen to be reached, and done."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.visitor import code
from tests.browser.town import SIGNS_IN, Town
from tests.personas import PASSWORD

pytestmark = pytest.mark.browser

ENOUGH = 80  # strokes of the Tab key: more than any page here has stops
STOPS = 25
SHOWS_FOCUS = """() => {
    const on = document.activeElement
    // Past the last stop, or in a part of a date that the browser itself draws.
    if (on === document.body || !on.matches(':focus')) return true
    const yellow = (each, part) => {
        const style = getComputedStyle(each, part)
        return [style.backgroundColor, style.outlineColor, style.boxShadow].join().includes('255, 221, 0')
    }
    const marks = [on, on.parentElement, on.nextElementSibling].filter(Boolean)
    return marks.some((each) => yellow(each) || yellow(each, '::before'))
}"""
"""Whether what has the focus, its label or the box around it is painted in the colour of focus."""


@pytest.fixture
def door(town: Town, browser: Browser) -> Iterator[Page]:
    """A tab in which nobody is signed in."""
    context = town.context(browser, "")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(town: Town, browser: Browser) -> Iterator[Page]:
    """A tab in which the administrator is signed in."""
    context = town.context(browser, "dana")
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    """What has the focus, by its words or its label."""
    return str(
        page.evaluate(
            """() => {
                const on = document.activeElement
                const words = (on.labels && on.labels[0] || on).innerText || on.value || ''
                return words.replace(/\\s+/g, ' ').trim()
            }"""
        )
    )


def tab_to(page: Page, words: str) -> None:
    """Presses Tab until what is so called has the focus."""
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return
    raise AssertionError(f"{words!r} cannot be reached by the keyboard.")


def test_somebody_signs_in(town: Town, door: Page) -> None:
    door.goto(town.address("/account/login/"))

    tab_to(door, "Email address")
    door.keyboard.type(SIGNS_IN)
    tab_to(door, "Password")
    door.keyboard.type(PASSWORD)
    door.keyboard.press("Enter")
    expect(door.get_by_role("heading", name="Enter your second factor")).to_be_visible()
    tab_to(door, "Code")
    door.keyboard.type(code())
    door.keyboard.press("Enter")

    expect(door.locator(".sn-user")).to_be_visible()


def test_the_first_stop_skips_to_the_page(town: Town, desk: Page) -> None:
    desk.goto(town.address("/incidents/"))

    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to main content")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")

    assert desk.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_list_is_filtered_and_the_filter_taken_off(town: Town, desk: Page) -> None:
    desk.goto(town.address("/incidents/"))

    tab_to(desk, "Words in the report")
    desk.keyboard.type("door")
    tab_to(desk, "Personal")
    desk.keyboard.press("Space")
    tab_to(desk, "Apply filters")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**kind=personal**")
    assert "door" not in desk.url
    tab_to(desk, "Remove filter: Personal")
    desk.keyboard.press("Enter")
    desk.wait_for_url(lambda url: "kind" not in url)

    expect(desk.get_by_label("Words in the report")).to_have_value("door")


def test_a_stroke_leads_to_the_search(town: Town, desk: Page) -> None:
    desk.goto(town.address("/"))

    desk.keyboard.press("/")
    desk.keyboard.type("high street / door")

    expect(desk.get_by_role("searchbox")).to_have_value("high street / door")


@pytest.mark.parametrize("path", ["/", "/incidents/", "/incidents/{incident}/", "/people-and-roles/", "/components/"])
def test_every_stop_shows_that_it_has_the_focus(town: Town, desk: Page, path: str) -> None:
    desk.goto(town.address(path))

    for _ in range(STOPS):
        desk.keyboard.press("Tab")
        shown = desk.evaluate(SHOWS_FOCUS)
        assert shown, f"{focused(desk)!r} has the focus and does not show it"


def test_errors_are_read_first_and_lead_to_their_field(town: Town, desk: Page) -> None:
    desk.goto(town.address("/agencies/add/"))

    tab_to(desk, "Add")
    desk.keyboard.press("Enter")
    expect(desk.locator("main > :first-child")).to_have_class("govuk-error-summary")
    expect(desk.locator(".govuk-error-summary")).to_be_focused()
    assert desk.title().startswith("Error: ")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    field = desk.evaluate("location.hash.slice(1)")

    expect(desk.locator(f"#{field}")).to_be_focused()
