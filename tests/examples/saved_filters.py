"""Saved filters."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.areas.models import Area
from core.saved_filters.models import SavedFilter
from core.saved_filters.record_types import SAVED_FILTER
from tests.browser.screen import Screen
from tests.examples.example import Example
from tests.examples.sides import Arguments, Reader, Side


class SavedFilterExample(Example[SavedFilter]):
    """Saved filters, which only their user sees."""

    record_type = SAVED_FILTER
    texts = ("name",)
    screens = (
        Screen("saved filters", "/saved-filters/"),
        Screen("saved filters, none yet", "/saved-filters/", who="board"),
        Screen("renaming saved filters", "/saved-filters/{saved_filter}/rename/"),
        Screen("deleting saved filters", "/saved-filters/{saved_filter}/delete/"),
    )

    def create(self, side: Side) -> SavedFilter:
        return SavedFilter.objects.create(
            user=side.colleague.user, list="agencies", name="Police", values={"sector": ["police"]}
        )

    def addressed(self, side: Side) -> Arguments:
        pk = {"pk": side.record(SAVED_FILTER).pk}
        return {"saved-filter-rename": pk, "saved-filter-delete": pk}

    def canaries(self, side: Side, areas: Sequence[Area]) -> Iterator[SavedFilter]:
        yield SavedFilter(user=side.colleague.user, list="agencies", values={"sector": ["police"]})

    def may_see(self, reader: Reader, record: Any) -> bool:
        """None of the readers saved it."""
        return False

    def sent(self, side: Side) -> Arguments:
        return {
            "saved-filter-save": {"list": "agencies", "query": "?sector=police", "name": "Police"},
            "saved-filter-rename": {"name": "Another"},
        }


EXAMPLE = SavedFilterExample()
