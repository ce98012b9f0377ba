"""One page in one state, and what tests do on it. `screens` lists those of no record type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass(frozen=True)
class Screen:
    """One page in one state."""

    name: str
    path: str
    who: str = "dana"
    status: int = 200
    host: str = "alpha"
    marked: bool = False
    """Whether the page has the protective marking, because it shows records or people."""
    then: Callable[[Page], None] | None = None
    """What to do before the checks."""

    @property
    def surface(self) -> str:
        """Which URL root serves it."""
        return {"public": "service", "alpha.public": "publishing"}.get(self.host, "workspace")

    def __str__(self) -> str:
        return self.name


def sends_the_form(page: Page) -> None:
    """Sends it unchanged, which shows errors for required fields."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def searches_without_result(page: Page) -> None:
    """Filters by words that no record has."""
    page.locator(".moj-filter input[type=search], .moj-filter input[type=text]").first.fill("nothing like this")
    page.get_by_role("button", name="Apply filters").click()
