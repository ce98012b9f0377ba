"""The list of the audit trail."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from core.access import records
from core.access.lists import ChoiceFilter, DayFilter, FilteredList, TextFilter
from core.access.principal import may
from core.agencies import people
from core.audit.keys import export_key, key_of, print_key
from core.audit.models import Entry
from core.audit.querysets import EntryQuerySet
from core.oversight import events
from core.oversight.export import COLUMNS
from core.oversight.permissions import AUDIT_EXPORT, AUDIT_READ
from core.oversight.rows import Row, Rows, rows_for


def by_actor(entries: EntryQuerySet, words: str) -> EntryQuerySet:
    """By people whose name or email address contains these words, or by an actor with this reference."""
    return entries.by_actor(*map(key_of, people.everyone().called(words)), *records.keys_known_as(words))


def about(entries: EntryQuerySet, reference: str) -> EntryQuerySet:
    """About the record with this reference, or the print or export with this number."""
    return entries.about(reference, print_key(reference), export_key(reference), *records.keys_known_as(reference))


class AuditList(FilteredList[Entry]):
    """All entries of the audit trail, newest first."""

    name = "audit-trail"
    title = "Audit trail"
    label, plural = "entry", "entries"
    route = "audit-list"
    export_route = "audit-export"
    permission = AUDIT_READ
    export_permission = AUDIT_EXPORT
    newest_by = "at"
    days = ("start", "end")
    counted_up_to = 10_000
    read_event = search_event = events.TRAIL_SEARCHED
    export_event = events.TRAIL_EXPORTED
    filters = (
        TextFilter("who", "Who acted", by_actor, help_text="A name, an email address, or a partner's system"),
        TextFilter(
            "record",
            "Which record",
            about,
            help_text="A reference such as 2026-118391, or the number of a print or an export",
        ),
        ChoiceFilter("verb", "What they did", EntryQuerySet.with_verb, choices=Entry.Verb.choices, empty="Anything"),
        DayFilter("start", "From", field_name="at", which="first"),
        DayFilter("end", "To", field_name="at", which="last"),
    )
    columns = COLUMNS

    def visible(self) -> EntryQuerySet:
        """All entries, for people who may search the audit trail."""
        return Entry.objects.all() if may(self.reader, self.permission) else Entry.objects.none()

    def paged_by(self, rows: EntryQuerySet) -> str:
        """Entries about a record are ordered by an expression: see `EntryQuerySet.about`."""
        return rows.paged_by

    @cached_property
    def entries(self) -> Rows:
        """The entries of the page in words."""
        return rows_for(self.page.rows, reader=self.reader)

    def shown(self) -> list[Any]:
        """The records and people that the entries name."""
        return self.entries.shown

    def exported(self, rows: list[Entry]) -> tuple[list[Row], list[Any]]:
        """The entries in words, and the records and people that they name."""
        found = rows_for(rows, reader=self.reader)
        return found.rows, found.shown
