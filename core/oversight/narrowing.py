"""What somebody who may not search the whole trail learns from an entry: nothing of records that they may not see."""

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
    """Whether the reader may search the whole trail."""
    return may(reader, AUDIT_READ)


def narrowed(entry: Entry, *, reader: Principal, about: str = "") -> Entry:
    """The entry as the reader may see it; `about` is the record whose looks are listed, as in `incidents.incident:31`.

    On the list of looks at a record, other records of the entry and the words searched for are left out: some of those
    records may be above the reader's clearance, and the words would tell what is in them. In the reader's own history,
    asking for a withheld record reads like asking for a missing one: otherwise it would tell which records exist.
    """
    if reads_all(reader):
        return entry
    if about:
        return _changed(entry, records=[about], details={})
    if entry.event in {audit.NOT_FOUND.code, audit.WITHHELD.code}:
        return _changed(entry, event=events.MISSING_OR_WITHHELD.code, records=[], details={})
    return entry


def with_current_keys(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with the current key of each actor and record, also where they were written under a former one."""
    entries = list(entries)
    current = resolve_all(key for entry in entries for key in (entry.actor, *entry.records))
    return [
        _changed(entry, actor=current[entry.actor], records=list(dict.fromkeys(current[key] for key in entry.records)))
        for entry in entries
    ]


def _changed(entry: Entry, **fields: Any) -> Entry:
    """A copy for the screen, never saved."""
    shown = copy(entry)
    for name, value in fields.items():
        setattr(shown, name, value)
    return shown
