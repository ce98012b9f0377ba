"""What the eye needs: numbers under one another, rows of one height, red edges on what is wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.town import Town

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
"""Texts with a hyphen that are set in tabular figures, which makes Inter's hyphen as wide as a figure."""

ROW_HEIGHTS = """rows => rows
    .filter((row) => [...row.cells].every((cell) => cell.scrollHeight <= 2 * 24 + 8))
    .map((row) => row.getBoundingClientRect().height)"""
EDGE = "control => getComputedStyle(control).borderTopColor"
BOX_EDGE = "control => getComputedStyle(control.labels[0], '::before').borderTopColor"
DANGER = "rgb(161, 29, 26)"


@pytest.fixture
def desk(town: Town, browser: Browser) -> Iterator[Page]:
    """The administrator's tab, as wide as the design's."""
    context = town.context(browser, "dana", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/", "/incidents/", "/incidents/{incident}/", "/source-systems/add/"])
def test_a_hyphen_is_as_narrow_as_inter_draws_it(town: Town, desk: Page, path: str) -> None:
    desk.goto(town.address(path))

    assert desk.evaluate(WIDE_HYPHENS) == []


@pytest.mark.parametrize("part", ["td time", "td .sn-sub--inline", ".sn-facet__count", ".sn-pages"])
def test_figures_stand_under_one_another(town: Town, desk: Page, part: str) -> None:
    desk.goto(town.address("/incidents/"))

    figures = desk.locator(part).first
    assert figures.evaluate("element => getComputedStyle(element).fontVariantNumeric") == "tabular-nums"


@pytest.mark.parametrize("path", ["/incidents/", "/agencies/", "/people-and-roles/", "/who-has-looked/"])
def test_a_row_of_one_or_two_lines_is_46_px_high(town: Town, desk: Page, path: str) -> None:
    desk.goto(town.address(path))

    heights = desk.locator(".sn-table tbody tr").evaluate_all(ROW_HEIGHTS)
    assert heights
    assert all(44 <= height <= 49 for height in heights), heights


def test_what_is_to_be_put_right_has_a_red_edge_whatever_kind_it_is(town: Town, desk: Page) -> None:
    desk.goto(town.address("/components/"))
    form = desk.locator(".sn-form", has_text="Choose when the flag ends")

    for kind in ["input[name=headline]", "select[name=agency]", "input[name=ends]", "textarea[name=words]"]:
        assert form.locator(kind).evaluate(EDGE) == DANGER, kind
    for kind in ["input[name=reason]", "input[name=told]"]:
        assert form.locator(kind).first.evaluate(BOX_EDGE) == DANGER, kind
    assert form.locator("input[name=phone]").evaluate(EDGE) != DANGER


def test_a_wrong_date_of_a_filter_has_a_red_edge(town: Town, desk: Page) -> None:
    desk.goto(town.address("/incidents/?since=2026-12-01&until=2026-11-01"))

    assert desk.get_by_label("To", exact=True).evaluate(EDGE) == DANGER


def test_what_may_stay_empty_says_so(town: Town, desk: Page) -> None:
    desk.goto(town.address("/agencies/{agency}/invite/"))

    for label in ["Job title (optional)", "Telephone number (optional)", "Team (optional)", "Full name", "Role"]:
        expect(desk.get_by_label(label, exact=True)).to_be_visible()


def test_a_filter_does_not_call_each_of_its_fields_optional(town: Town, desk: Page) -> None:
    desk.goto(town.address("/people-and-roles/"))

    expect(desk.get_by_label("Name or email", exact=True)).to_be_visible()
