"""Entries of the trail as sentences that somebody can read: who did what, to which record, for whom, from where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.access import records
from core.access.bidi import isolated
from core.access.permissions import ROLES
from core.accounts.models import User
from core.agencies.models import Agency
from core.audit import events, recording
from core.audit.models import Entry

NAMED_AT_MOST = 3
"""Records that a sentence names; of more it says how many of what, and lists those that the reader may open."""

NOBODY = {recording.SYSTEM: "The service itself", recording.ANONYMOUS: "Somebody not signed in"}


@dataclass(frozen=True)
class Line:
    """One entry in words. `listed` are the records that the reader may open, where the sentence only counts them."""

    entry: Entry
    actor: str
    actor_link: str
    agency: Agency | None
    role: str
    sentence: SafeString
    listed: list[SafeString]


@dataclass(frozen=True)
class Names:
    """What the entries of one page name, fetched at once: one query for each kind of record."""

    actors: dict[str, Any]
    visible: dict[str, Any]
    agencies: dict[int, Agency]

    def actor_link(self, key: str) -> str:
        return records.link_of(key, self.visible[key]) if key in self.visible else ""

    def record(self, key: str) -> SafeString:
        """A link where the reader may see the record, else only what kind of thing it is."""
        if key in self.visible:
            found = self.visible[key]
            return _linked(records.title_of(key, found), records.link_of(key, found))
        return format_html("{}", f"{_kind(key, 1)} that you may not open")


def lines(entries: Iterable[Entry], *, reader: User) -> list[Line]:
    """The entries in words, with links to the records that the reader may see."""
    entries = list(entries)
    actors = {entry.actor for entry in entries}
    named = {key for entry in entries for key in _records_of(entry)}
    names = Names(
        actors=records.by_key(actors),
        visible=records.visible_by_key(actors | named, reader),
        agencies=agencies_by_id(entry.agency_id for entry in entries),
    )
    return [_line(entry, names) for entry in entries]


def actor_name(key: str, actors: dict[str, Any]) -> str:
    """Who acted, among those that were found; the bare key of one who is gone."""
    found = actors.get(key)
    return NOBODY.get(key) or (records.title_of(key, found) if found else key)


def agencies_by_id(ids: Iterable[int | None]) -> dict[int, Agency]:
    """The agencies with these ids, their types fetched along."""
    return Agency.objects.with_types().in_bulk({pk for pk in ids if pk})


def role_name(code: str) -> str:
    """A role's name; its bare code where a later release has dropped it."""
    return ROLES[code].name if code in ROLES else code


def _records_of(entry: Entry) -> list[str]:
    """What the entry is about. The number of a print stands among its keys only so that it can be found."""
    return [key for key in entry.records if not recording.is_print(key)]


def _line(entry: Entry, names: Names) -> Line:
    counted = len(_records_of(entry)) > NAMED_AT_MOST
    openable = [names.record(key) for key in _records_of(entry) if key in names.visible]
    return Line(
        entry=entry,
        actor=actor_name(entry.actor, names.actors),
        actor_link=names.actor_link(entry.actor),
        agency=names.agencies.get(entry.agency_id or 0),
        role=role_name(entry.role),
        sentence=_sentence(entry, names, counted=counted),
        listed=openable if counted else [],
    )


def _sentence(entry: Entry, names: Names, *, counted: bool) -> SafeString:
    event = events.of_code(entry.event)
    if event is None:
        return format_html("{}", entry.event)
    if counted:
        what = format_html("{}", _counts(_records_of(entry)))
    else:
        what = format_html_join(", ", "{}", ((names.record(key),) for key in _records_of(entry)))
    details = {name: isolated(value) if isinstance(value, str) else value for name, value in entry.details.items()}
    filling = event.filling(**{**details, "records": what or "nothing"})
    return format_html(event.sentence, **filling) if filling else format_html("{}", event.sentence)


def _counts(keys: list[str]) -> str:
    """`48 incidents, 2 agencies`."""
    kinds = Counter(key.partition(":")[0] for key in keys)
    return ", ".join(_kind(f"{code}:", number) for code, number in kinds.items())


def _kind(key: str, number: int) -> str:
    code = key.partition(":")[0]
    record_type = records.of_code(code)
    return record_type.counted(number) if record_type else f"{number:,} of “{code}”"


def _linked(title: str, link: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', link, title) if link else format_html("{}", title)
