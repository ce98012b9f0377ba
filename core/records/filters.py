"""The search boxes of lists of records: by words and by reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.access.lists import TextFilter


def with_words(rows: Any, words: str) -> Any:
    """Calls the method of the queryset with this name."""
    return rows.with_words(words)


def with_any_reference(rows: Any, text: str) -> Any:
    """Calls the method of the queryset with this name."""
    return rows.with_any_reference(text)


@dataclass(frozen=True, eq=False)
class WordsFilter(TextFilter):
    """Words in the text of a `SentRecord` whose queryset names its `search_vector`."""

    name: str = "words"
    label: str = "Words in the text"
    query: Callable[[Any, Any], Any] | None = with_words
    tag: str = "Words"
    max_length: int = 200
    is_search: bool = True
    reads_text: bool = True


@dataclass(frozen=True, eq=False)
class ReferenceFilter(TextFilter):
    """The reference of a `SentRecord`, or the one that its source uses."""

    name: str = "number"
    label: str = "Reference or source reference"
    query: Callable[[Any, Any], Any] | None = with_any_reference
    tag: str = "Reference"
    is_search: bool = True
