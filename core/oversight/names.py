"""The names that the entries of one page show, fetched together: one query for each kind of record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.access import records
from core.access.principal import ANONYMOUS, SYSTEM, Principal
from core.agencies.models import Agency
from core.audit import keys
from core.audit.models import Entry
from core.oversight.narrowing import reads_all
from core.oversight.wording import FilterWords, spaced

NOBODY = {SYSTEM.key: "The service itself", ANONYMOUS.key: "Somebody not signed in"}
WITHHELD = "[reference of a record that you may not open]"
WORD = re.compile(r"[^\s,;:“”\"'()]+")


@dataclass(frozen=True)
class Names:
    """The actors, records and agencies of some entries. `withheld` are references that the reader may not see."""

    actors: dict[str, Any]
    visible: dict[str, Any]
    agencies: dict[int, Agency]
    reader: Principal
    withheld: set[str] = field(default_factory=set)

    @cached_property
    def _reads_all(self) -> bool:
        return reads_all(self.reader)

    @cached_property
    def filter_words(self) -> FilterWords:
        """Names filters and their values."""
        return FilterWords()

    def actor(self, key: str) -> str:
        """Who acted."""
        return actor_name(key, self.actors)

    def actor_link(self, key: str) -> str:
        return records.link_of(key, self.visible[key], self.reader) if key in self.visible else ""

    def record(self, key: str) -> SafeString:
        """A link where the reader may see the record, else only what kind of thing it is.

        For readers of the whole trail it links to the people who have looked at that record.
        """
        if key in self.visible:
            found = self.visible[key]
            return _linked(records.title_of(key, found), records.link_of(key, found, self.reader))
        label = f"{records.counted(key, 1)} that you may not open"
        return _linked(label, reverse("record-viewers", args=[key]) if self._reads_all else "")

    def masked(self, value: Any) -> Any:
        """Text without the references of records that the reader may not see."""
        if not self.withheld or not isinstance(value, str):
            return value
        return WORD.sub(lambda found: WITHHELD if found[0].lower() in self.withheld else found[0], value)

    def shown(self, keys: Iterable[str]) -> list[Any]:
        """The records and people behind these keys whose names the reader gets to see."""
        found = self.actors | self.visible
        return [found[key] for key in keys if key in found]


def names_for(entries: list[Entry], *, reader: Principal, named_at_most: int) -> Names:
    """All that these entries name. Of an entry with more records than that, none is fetched: it only counts them."""
    actors = {entry.actor for entry in entries}
    named = {key for entry in entries if len(found := records_of(entry)) <= named_at_most for key in found}
    references = records.keys_by_reference(_words_to_mask(entries, reader))
    alike = {key for found in references.values() for key in found}
    visible = records.visible_by_key(actors | named | alike, reader)
    return Names(
        actors=records.by_key(actors),
        visible=visible,
        agencies=agencies_by_id(entry.agency_id for entry in entries),
        withheld={reference for reference, found in references.items() if not found <= visible.keys()},
        reader=reader,
    )


def _words_to_mask(entries: list[Entry], reader: Principal) -> set[str]:
    """Words that could be a reference. None for somebody who sees only words of their own: masking those would tell
    which of the references that they typed in belong to withheld records."""
    return {word for entry in entries for word in _words(entry.details)} if reads_all(reader) else set()


def records_of(entry: Entry) -> list[str]:
    """What the entry is about. The key of a print or an export is among them only so that it can be found."""
    return [key for key in entry.records if not keys.is_copy(key)]


def actor_name(key: str, actors: dict[str, Any]) -> str:
    """The name of who acted; kind and number if that record has been removed."""
    found = actors.get(key)
    return NOBODY.get(key) or (records.title_of(key, found) if found else f"{spaced(key).replace(':', ' ')}, removed")


def agencies_by_id(ids: Iterable[int | None]) -> dict[int, Agency]:
    """The agencies with these ids, their types fetched along."""
    return Agency.objects.with_types().in_bulk({pk for pk in ids if pk})


def _words(value: Any) -> Iterable[str]:
    """Every word in an entry's details."""
    match value:
        case str():
            yield from WORD.findall(value)
        case list():
            for each in value:
                yield from _words(each)
        case dict():
            for each in value.values():
                yield from _words(each)


def _linked(title: str, link: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', link, title) if link else format_html("{}", title)
