"""The part of an entry that a reader may see, if they may not read the whole audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from core.access.principal import Principal, may
from core.audit import events as audit
from core.audit.keys import resolve_all
from core.audit.models import Entry
from core.oversight import events
from core.oversight.permissions import AUDIT_READ


def reads_all(reader: Principal) -> bool:
    """Whether the reader may read the whole audit trail."""
    return may(reader, AUDIT_READ)


def visible_part(entry: Entry, *, reader: Principal, about: str = "") -> Entry:
    """The entry as the reader may see it. `about` is the key of the record whose viewers are listed, if any are.

    In that list, the other records of the entry and the words of a search are left out: some of these records may be
    above the reader's clearance, and the words would tell what is in them. In the reader's own history, a request for
    a withheld record reads like one for a missing record, so that it does not tell which records exist.
    """
    if reads_all(reader):
        return entry
    if about:
        return _changed(entry, records=[about], details={})
    if entry.event in {audit.NOT_FOUND.code, audit.WITHHELD.code}:
        return _changed(entry, event=events.MISSING_OR_WITHHELD.code, records=[], details={})
    return entry


def with_current_keys(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with the current key of each actor and record; copies of those that have former keys."""
    entries = list(entries)
    current = resolve_all({key for entry in entries for key in (entry.actor, *entry.records)})
    return [_with_keys(entry, current) for entry in entries]


def _with_keys(entry: Entry, current: dict[str, str]) -> Entry:
    actor, records = current[entry.actor], list(dict.fromkeys(current[key] for key in entry.records))
    if (actor, records) == (entry.actor, entry.records):
        return entry
    return _changed(entry, actor=actor, records=records)


def _changed(entry: Entry, **fields: Any) -> Entry:
    """A copy for the screen, which is never saved."""
    shown = copy(entry)
    for name, value in fields.items():
        setattr(shown, name, value)
    return shown
