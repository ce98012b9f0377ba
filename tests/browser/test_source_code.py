"""The form of a source system shows the handling code as it is chosen."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.scenario import Scenario

pytestmark = pytest.mark.browser


def test_the_code_follows_the_choices(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "dana")
    page = context.new_page()
    page.goto(scenario.address("/source-systems/add/"))
    code = page.locator("output .sn-handling")
    expect(code.locator(".sn-handling__sharing")).to_have_text("P")

    page.get_by_label("Source evaluation").select_option("2")
    page.get_by_label("Handling", exact=True).select_option("C")
    page.get_by_label("S2").check()
    page.get_by_label("A1").check()

    expect(code.locator(".sn-handling__grade")).to_have_text("2B")
    expect(code.locator(".sn-handling__sharing")).to_have_text("C A1 S2")
    expect(code).to_have_class("sn-handling sn-handling--conditions")
    context.close()
