"""The layout: aligned numbers, rows of one height, red borders on errors."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scenario import Scenario

pytestmark = pytest.mark.browser

WIDE_HYPHENS = """() => {
    const wide = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const words = walker.currentNode.data.trim()
        const style = getComputedStyle(walker.currentNode.parentElement)
        if (words.includes('-') && style.fontVariantNumeric.includes('tabular-nums')) wide.push(words)
    }
    return wide
}"""
"""Texts with a hyphen and tabular figures, which make Inter's hyphen as wide as a figure."""

ROW_HEIGHTS = """rows => rows
    .filter((row) => [...row.cells].every((cell) => cell.scrollHeight <= 2 * 24 + 8))
    .map((row) => row.getBoundingClientRect().height)"""
EDGE = "control => getComputedStyle(control).borderTopColor"
BOX_EDGE = "control => getComputedStyle(control.labels[0], '::before').borderTopColor"
DANGER = "rgb(161, 29, 26)"


@pytest.fixture
def tab(scenario: Scenario, browser: Browser) -> Iterator[Page]:
    """A tab in which the administrator is signed in, as wide as in the design."""
    context = scenario.context(browser, "dana", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/", "/incidents/", "/incidents/{incident}/", "/source-systems/add/"])
def test_a_hyphen_is_as_narrow_as_inter_draws_it(scenario: Scenario, tab: Page, path: str) -> None:
    tab.goto(scenario.address(path))

    assert tab.evaluate(WIDE_HYPHENS) == []


@pytest.mark.parametrize("part", ["td time", "td .sn-sub--inline", ".sn-facet__count", ".sn-pages"])
def test_figures_are_aligned(scenario: Scenario, tab: Page, part: str) -> None:
    tab.goto(scenario.address("/incidents/"))

    figures = tab.locator(part).first
    assert figures.evaluate("element => getComputedStyle(element).fontVariantNumeric") == "tabular-nums"


@pytest.mark.parametrize("path", ["/incidents/", "/agencies/", "/people-and-roles/", "/audit-trail/"])
def test_a_row_of_one_or_two_lines_is_46_px_high(scenario: Scenario, tab: Page, path: str) -> None:
    tab.goto(scenario.address(path))

    heights = tab.locator(".sn-table tbody tr").evaluate_all(ROW_HEIGHTS)
    assert heights
    assert all(44 <= height <= 49 for height in heights), heights


def test_every_kind_of_field_with_an_error_has_a_red_border(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/components/"))
    form = tab.locator(".sn-form", has_text="Choose when the flag ends")

    for kind in ["input[name=headline]", "select[name=agency]", "input[name=ends]", "textarea[name=words]"]:
        assert form.locator(kind).evaluate(EDGE) == DANGER, kind
    for kind in ["input[name=reason]", "input[name=told]"]:
        assert form.locator(kind).first.evaluate(BOX_EDGE) == DANGER, kind
    assert form.locator("input[name=phone]").evaluate(EDGE) != DANGER


def test_a_wrong_date_of_a_filter_has_a_red_border(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/incidents/?since=2026-12-01&until=2026-11-01"))

    assert tab.get_by_label("To", exact=True).evaluate(EDGE) == DANGER


def test_optional_fields_say_so(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/agencies/{agency}/invite/"))

    for label in ["Job title (optional)", "Telephone number (optional)", "Team (optional)", "Full name", "Role"]:
        expect(tab.get_by_label(label, exact=True)).to_be_visible()


def test_a_filter_does_not_call_each_of_its_fields_optional(scenario: Scenario, tab: Page) -> None:
    tab.goto(scenario.address("/people-and-roles/"))

    expect(tab.get_by_label("Name or email", exact=True)).to_be_visible()
