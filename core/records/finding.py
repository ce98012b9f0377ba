"""The part of the search page that finds records that partner systems send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.access.lists import FilteredList
from core.access.principal import Principal
from core.access.records import Found
from core.records.filters import ReferenceFilter, WordsFilter


def search_of(list_class: type[FilteredList[Any]]) -> Callable[[Principal, str], Found]:
    """The search of a record type, which finds what a `WordsFilter` or a `ReferenceFilter` of its list finds.

    It finds the records with this reference, two at most, and all that match. A SafetyNet reference comes before a
    source's. A record that the reader may not see is treated as missing: its reference is searched for as words, like
    any unknown reference.
    """

    def search(reader: Principal, words: str) -> Found:
        listing = list_class(reader)
        visible: Any = listing.visible()
        named = list(visible.with_reference(words.upper())) or list(visible.with_any_reference(words)[:2])
        matching = visible.with_any_reference(words) if named else visible.with_words(words)
        rows = listing.ordered(matching).order_by(f"-{list_class.newest_by}", "-pk")
        filter_name = ReferenceFilter.name if named else WordsFilter.name
        return Found(named, rows, list_class.with_filters(**{filter_name: words}))

    return search
