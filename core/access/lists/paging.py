"""One page of a filtered list: by key if the newest rows come first, otherwise by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model

from core.access import keyset

if TYPE_CHECKING:
    from core.access.lists.declaration import FilteredList

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Record]):
    """Some rows, and the URLs of the pages before and after; empty if there is none.

    `newer` and `older` are those before and after it. `start` is the number of the first row of a numbered page.
    """

    rows: list[Record]
    newer: str = ""
    older: str = ""
    start: int | None = None
    total: int | None = None
    """How many rows match, if pages are numbered."""

    @property
    def end(self) -> int | None:
        """The number of the last row."""
        return None if self.start is None else self.start + len(self.rows) - 1


def page_of(listing: FilteredList[Any], position: str) -> Page[Any]:
    """The page at a cursor or number."""
    return _by_key(listing, position) if listing.newest_by else _by_number(listing, position)


def _by_key(listing: FilteredList[Any], cursor: str) -> Page[Any]:
    found = rows_by_key(listing, listing.ordered(listing.matching()), cursor, listing.per_page)
    newer = listing.values.url(cursor=found.newer) if found.newer else ""
    older = listing.values.url(cursor=found.older) if found.older else ""
    return Page(found.rows, newer, older)


def rows_by_key(listing: FilteredList[Any], rows: Any, cursor: str, size: int) -> keyset.Page[Any]:
    """The `size` rows after the cursor, newest first, with the cursors of the pages before and after."""
    return keyset.page(rows, by=listing.paged_by(rows), size=size, cursor=cursor)


def _by_number(listing: FilteredList[Any], number: str) -> Page[Any]:
    page = Paginator(listing.ordered(listing.matching()), listing.per_page).get_page(number or 1)
    return Page(
        list(page.object_list),
        listing.values.url(page=page.number - 1) if page.has_previous() else "",
        listing.values.url(page=page.number + 1) if page.has_next() else "",
        page.start_index(),
        page.paginator.count,
    )
