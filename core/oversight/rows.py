"""Entries of the audit trail as rows of a table, with a sentence that says who did what to which record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.access import records
from core.access.bidi import isolated
from core.access.pages import path_to
from core.access.principal import Principal
from core.access.roles import role_name
from core.agencies.models import Agency
from core.audit import events
from core.audit.keys import type_of
from core.audit.models import Entry
from core.oversight.names import Names, names_for, records_of
from core.oversight.visibility import visible_part, with_current_keys
from core.oversight.wording import page_name, spaced

NAMED_AT_MOST = 3
"""The most records that a sentence names. It counts more than these; the page of the entry lists them."""

NOT_SHOWN = "[not shown here]"
"""Replaces handling conditions, unless the reader may see every record that they may belong to."""


@dataclass(frozen=True)
class Row:
    """An entry in words. `filters` are those of a list or search; `more` is the URL of a page with all its records.

    `named` are the keys of the records in the sentence.
    """

    entry: Entry
    actor: str
    actor_link: str
    agency: Agency | None
    role: str
    sentence: SafeString
    named: list[str]
    filters: list[tuple[str, str]]
    page: str
    more: str


@dataclass(frozen=True)
class Rows:
    """Entries in words, and the names that they show."""

    rows: list[Row]
    names: Names

    @property
    def shown(self) -> list[Any]:
        """The records and people that the page names, for its own audit entry."""
        named = {key for row in self.rows for key in row.named}
        return self.names.shown(named | {row.entry.actor for row in self.rows})


def rows_for(entries: Iterable[Entry], *, reader: Principal, about: str = "") -> Rows:
    """The entries in words, with links to the records that the reader may see. See `visible_part` for `about`."""
    entries = [visible_part(entry, reader=reader, about=about) for entry in with_current_keys(entries)]
    names = names_for(entries, reader=reader, named_at_most=NAMED_AT_MOST)
    pages = {route: page_name(route) for route in {entry.route for entry in entries}}
    return Rows([_row(entry, names, pages[entry.route]) for entry in entries], names)


def row_with_all_records(entry: Entry, *, reader: Principal) -> tuple[Row, list[SafeString], list[Any]]:
    """The entry in words, the names of all records in it that the reader may see, and the records and people named."""
    [entry] = with_current_keys([visible_part(entry, reader=reader)])
    names = names_for([entry], reader=reader, named_at_most=len(entry.records))
    visible = [names.record(key) for key in records_of(entry) if key in names.visible]
    return _row(entry, names, page_name(entry.route)), visible, names.shown({*entry.records, entry.actor})


def _row(entry: Entry, names: Names, page: str) -> Row:
    keys = records_of(entry)
    counted = len(keys) > NAMED_AT_MOST
    return Row(
        entry=entry,
        actor=names.actor(entry.actor),
        actor_link=names.actor_link(entry.actor),
        agency=names.agencies.get(entry.agency_id or 0),
        role=role_name(entry.role) if entry.role else "",
        sentence=_sentence(entry, names, keys, counted=counted),
        named=[] if counted else keys,
        filters=_filters(entry, names),
        page=page,
        more=path_to("audit-entry", entry.pk) if counted else "",
    )


def _filters(entry: Entry, names: Names) -> list[tuple[str, str]]:
    filters = names.filter_words.of(entry.details, entry.route)
    return [(label, isolated(names.masked(value))) for label, value in filters]


def _sentence(entry: Entry, names: Names, keys: list[str], *, counted: bool) -> SafeString:
    event = events.of_code(entry.event)
    if event is None:
        return format_html("{}", spaced(entry.event))
    if counted:
        what = format_html("{}", _counts(keys))
    else:
        what = format_html_join(", ", "{}", ((names.record(key),) for key in keys))
    details = {name: _as_text(names.masked(value)) for name, value in events.details_in_words(entry.details).items()}
    if "conditions" in details and not names.visible.keys() >= set(keys):
        details["conditions"] = NOT_SHOWN
    filling = event.filling(**{**details, "records": what or "nothing"})
    return format_html(event.sentence, **filling) if filling else format_html("{}", event.sentence)


def _as_text(value: Any) -> Any:
    return isolated(value) if isinstance(value, str) else value


def _counts(keys: list[str]) -> str:
    """`48 incidents, 2 agencies`."""
    kinds = Counter(map(type_of, keys))
    return ", ".join(records.counted(kind, number) for kind, number in kinds.items())
