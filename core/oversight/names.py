"""The names that the entries of a page show, fetched together with one query for each record type."""

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
from core.oversight.visibility import reads_all
from core.oversight.wording import FilterWords, spaced

ACTORS_WITHOUT_ROW = {SYSTEM.key: "The service", ANONYMOUS.key: "A person not signed in"}
WITHHELD = "[reference of a record that you may not open]"


@dataclass(frozen=True)
class Names:
    """The actors, records and agencies of some entries. `withheld` are references that the reader may not see."""

    actors: dict[str, Any]
    visible: dict[str, Any]
    agencies: dict[int, Agency]
    reader: Principal
    withheld: set[str] = field(default_factory=set)
    _links: dict[str, str] = field(default_factory=dict)
    _records: dict[str, SafeString] = field(default_factory=dict)

    @cached_property
    def _reads_all(self) -> bool:
        return reads_all(self.reader)

    @cached_property
    def filter_words(self) -> FilterWords:
        """Puts filters and their values into words."""
        return FilterWords()

    def actor(self, key: str) -> str:
        """The name of who acted."""
        return actor_name(key, self.actors)

    def actor_link(self, key: str) -> str:
        return self._link(key) if key in self.visible else ""

    def record(self, key: str) -> SafeString:
        """The name and link of the record if the reader may see it, otherwise only its type.

        For readers of the whole audit trail, the type links to the viewers of the record.
        """
        if key not in self._records:
            self._records[key] = self._record(key)
        return self._records[key]

    def _record(self, key: str) -> SafeString:
        if key in self.visible:
            return _linked(records.title_of(key, self.visible[key]), self._link(key))
        label = f"{records.counted(key, 1)} that you may not open"
        return _linked(label, reverse("record-viewers", args=[key]) if self._reads_all else "")

    def _link(self, key: str) -> str:
        """The address of a visible record, looked up once for all entries that name it."""
        if key not in self._links:
            self._links[key] = records.link_of(key, self.visible[key], self.reader)
        return self._links[key]

    def masked(self, value: Any) -> Any:
        """The text with references replaced that belong to records which the reader may not see."""
        if not self.withheld or not isinstance(value, str):
            return value
        return self._withheld.sub(WITHHELD, value)

    @cached_property
    def _withheld(self) -> re.Pattern[str]:
        """Any of the withheld references, the longest first."""
        references = sorted(self.withheld, key=len, reverse=True)
        return re.compile(records.ALONE.format("|".join(map(re.escape, references))), re.IGNORECASE)

    def shown(self, keys: Iterable[str]) -> list[Any]:
        """The records and people with these keys whose names the reader sees."""
        found = self.actors | self.visible
        return [found[key] for key in keys if key in found]


def names_for(entries: list[Entry], *, reader: Principal, named_at_most: int) -> Names:
    """All names in these entries. Records of an entry that has more than `named_at_most` are counted, not fetched."""
    actors = {entry.actor for entry in entries}
    named = {key for entry in entries if len(found := records_of(entry)) <= named_at_most for key in found}
    references = records.keys_by_reference(_texts_to_mask(entries, reader))
    alike = {key for found in references.values() for key in found}
    visible = records.visible_by_key(actors | named | alike, reader)
    return Names(
        actors={key: visible[key] for key in actors & visible.keys()} | records.by_key(actors - visible.keys()),
        visible=visible,
        agencies=agencies_by_id(entry.agency_id for entry in entries),
        withheld={reference for reference, found in references.items() if not found <= visible.keys()},
        reader=reader,
    )


def _texts_to_mask(entries: list[Entry], reader: Principal) -> set[str]:
    """Texts that may have references in them; none for readers of their own history.

    They typed those texts themselves, and a masked word would tell them that it is the reference of a withheld record.
    """
    return {text for entry in entries for text in _texts(entry.details)} if reads_all(reader) else set()


def records_of(entry: Entry) -> list[str]:
    """The keys of the records in an entry, without those of prints and exports, which are only there for searches."""
    return [key for key in entry.records if not key.startswith(keys.COPIES)]


def actor_name(key: str, actors: dict[str, Any]) -> str:
    """The name of an actor; the type and id if their record has been removed."""
    if key in ACTORS_WITHOUT_ROW:
        return ACTORS_WITHOUT_ROW[key]
    found = actors.get(key)
    return records.title_of(key, found) if found else f"{spaced(key).replace(':', ' ')}, removed"


def agencies_by_id(ids: Iterable[int | None]) -> dict[int, Agency]:
    """The agencies with these ids, with their types."""
    return Agency.objects.with_types().in_bulk({pk for pk in ids if pk})


def _texts(value: Any) -> Iterable[str]:
    """Every text in the details of an entry."""
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            for each in value.values():
                yield from _texts(each)


def _linked(title: str, link: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', link, title) if link else format_html("{}", title)
