"""Exporting a list from its page, against a real server."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.scenario import Scenario

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["CSV", "XLSX"])
def test_the_button_downloads_the_list(scenario: Scenario, browser: Browser, kind: str) -> None:
    context = scenario.context(browser, "dana", java_script_enabled=False)
    page = context.new_page()
    page.goto(scenario.address("/incidents/"))

    with page.expect_download() as started:
        page.get_by_role("link", name=f"Export {kind}").click()

    file = started.value
    assert file.suggested_filename.startswith("OFFICIAL-SENSITIVE incidents ")
    content = Path(file.path()).read_bytes()
    assert content.startswith(b'"OFFICIAL-SENSITIVE' if kind == "CSV" else b"PK")
    assert len(content) > 1_000
    context.close()


def test_filters_are_saved_without_a_script(scenario: Scenario, browser: Browser) -> None:
    context = scenario.context(browser, "spoc", java_script_enabled=False)
    page = context.new_page()
    page.goto(scenario.address("/incidents/?type=noise"))

    page.get_by_text("Save these filters").click()
    page.get_by_label("Name", exact=True).fill("Loud nights")
    page.get_by_role("button", name="Save", exact=True).click()

    page.goto(scenario.address("/incidents/"))
    page.get_by_role("link", name="Loud nights").click()
    assert page.url.endswith("/incidents/?type=noise")
    context.close()
