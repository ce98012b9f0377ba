"""Everything can be done with a keyboard, and shows when it has the focus."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.visitor import code
from tests.browser.scenario import SIGNS_IN, Scenario
from tests.personas import PASSWORD

pytestmark = pytest.mark.browser

ENOUGH = 80  # presses of Tab: more than any page here needs
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
"""Whether what has the focus, its label or its box has the colour of focus."""


@pytest.fixture
def signed_out(scenario: Scenario, browser: Browser) -> Iterator[Page]:
    """A tab in which nobody is signed in."""
    context = scenario.context(browser, "")
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(scenario: Scenario, browser: Browser) -> Iterator[Page]:
    """A tab in which the administrator is signed in."""
    context = scenario.context(browser, "dana")
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    """The text or label of what has the focus."""
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
    """Presses Tab until the control with this name has the focus."""
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return
    raise AssertionError(f"{words!r} cannot be reached by the keyboard.")


def test_a_user_signs_in(scenario: Scenario, signed_out: Page) -> None:
    signed_out.goto(scenario.address("/account/login/"))

    tab_to(signed_out, "Email address")
    signed_out.keyboard.type(SIGNS_IN)
    tab_to(signed_out, "Password")
    signed_out.keyboard.type(PASSWORD)
    signed_out.keyboard.press("Enter")
    expect(signed_out.get_by_role("heading", name="Enter your second factor")).to_be_visible()
    tab_to(signed_out, "Code")
    signed_out.keyboard.type(code())
    signed_out.keyboard.press("Enter")

    expect(signed_out.locator(".sn-user")).to_be_visible()


def test_the_first_stop_skips_to_the_page(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/incidents/"))

    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to main content")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")

    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_list_is_filtered_and_the_filter_removed(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/incidents/"))

    tab_to(tab, "Words in the report")
    tab.keyboard.type("door")
    tab_to(tab, "Personal")
    tab.keyboard.press("Space")
    tab_to(tab, "Apply filters")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**kind=personal**")
    assert "door" not in tab.url
    tab_to(tab, "Remove filter: Personal")
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: "kind" not in url)

    expect(tab.get_by_label("Words in the report")).to_have_value("door")


def test_a_key_focuses_the_search(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/"))

    tab.keyboard.press("/")
    tab.keyboard.type("high street / door")

    expect(tab.get_by_role("searchbox")).to_have_value("high street / door")


@pytest.mark.parametrize("path", ["/", "/incidents/", "/incidents/{incident}/", "/people-and-roles/", "/components/"])
def test_every_stop_shows_that_it_has_the_focus(scenario: Scenario, tab: Page, path: str) -> None:
    tab.goto(scenario.address(path))

    for _ in range(STOPS):
        tab.keyboard.press("Tab")
        shown = tab.evaluate(SHOWS_FOCUS)
        assert shown, f"{focused(tab)!r} has the focus and does not show it"


def test_errors_are_read_first_and_lead_to_their_field(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/agencies/add/"))

    tab_to(tab, "Add")
    tab.keyboard.press("Enter")
    expect(tab.locator("main > :first-child")).to_have_class("govuk-error-summary")
    expect(tab.locator(".govuk-error-summary")).to_be_focused()
    assert tab.title().startswith("Error: ")
    tab.keyboard.press("Tab")
    field = tab.evaluate("document.activeElement.hash")
    tab.keyboard.press("Enter")

    expect(tab.locator(field)).to_be_focused()
    expect(tab.locator(f"label[for={field[1:]}]")).to_be_in_viewport()
