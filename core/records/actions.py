"""Receives the rows of a source: creates records, or updates those that it sent before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from django.db import transaction
from django.utils import timezone

from core.access.intake import Outcome, Received
from core.access.principal import Principal
from core.agencies.models import Source
from core.audit import recording
from core.audit.models import Entry
from core.records import protection, references
from core.records.events import SentEvents
from core.records.intake import SentRowIn, SourceTerms, level_errors
from core.records.models import SentRecord
from core.records.querysets import all_of
from core.tasks import actions as tasks

Record = TypeVar("Record", bound=SentRecord)

KEPT_ON_UPDATE = {"id", "reference", "source", "source_reference", "received_at"}


class TakeReferences(Protocol):
    """Takes this number of new references of a year."""

    def __call__(self, number: int, *, year: int) -> Sequence[str]: ...


def _as_they_are(records: Sequence[SentRecord]) -> None:
    """Fills in nothing."""


@transaction.atomic
def receive_rows(
    model: type[Record],
    *,
    rows: Sequence[SentRowIn],
    terms: SourceTerms,
    by: Principal,
    events: SentEvents,
    prepare: Callable[[Sequence[Record]], None] = _as_they_are,
    take_references: TakeReferences | None = None,
) -> dict[str, Received]:
    """Creates records from a source's rows, or updates those that it sent before. Returns by source reference.

    `prepare` fills in what the rows do not have, before the records are saved. References are those of the model's
    series, unless `take_references` is given.

    A row that would remove protection from a record without a reason is refused, and so is one with a level below its
    source's. The source references of the rows must differ. The number of statements does not depend on the number of
    rows.
    """
    # Lock the source, so that two batches at once neither deadlock nor create a record twice. Its defaults may have
    # become stricter since the terms were looked up.
    source = Source.objects.select_for_update(no_key=True).get(pk=terms.source.pk)
    terms = replace(terms, source=source)
    compared = all_of(model).permitted("compares rows with what their source sent before")
    sent_before = compared.of_source(source, [row.source_reference for row in rows]).for_comparison()
    known = {record.source_reference: record for record in sent_before}
    now = timezone.now()
    received = {
        row.source_reference: _compared(model, row, known.get(row.source_reference), terms, now) for row in rows
    }
    created, updated = _records(model, received, "created"), _records(model, received, "updated")
    prepare([*created, *updated])
    _insert(model, created, take_references or partial(references.take, model.series))
    _update(model, updated)
    unchanged = len(_records(model, received, "unchanged"))
    _record_received(source, created, updated, unchanged, by, events)
    _record_loosened(rows, updated, known, by, events)
    return received


def _compared(
    model: type[Record], row: SentRowIn, known: Record | None, terms: SourceTerms, now: datetime
) -> Received:
    """The record of this row as it is to be saved, or why the row is refused."""
    if errors := list(level_errors(row, terms.source)):
        return Received("refused", errors=errors)
    if known is None:
        return Received("created", _record(model, row, terms, now))
    if known.content_digest == row.content_digest and not protection.is_stricter(terms.source, row, known):
        return Received("unchanged", known)
    record = _record(model, row, terms, now)
    protection.keep(row, record, known)
    if errors := list(protection.errors(row, record, known)):
        return Received("refused", errors=errors)
    record.pk, record.reference = known.pk, known.reference
    return Received("updated", record)


def _record(model: type[Record], row: SentRowIn, terms: SourceTerms, now: datetime) -> Record:
    """An unsaved record without a reference."""
    source = terms.source
    return model(
        source=source,
        source_reference=row.source_reference,
        content_digest=row.content_digest,
        owner_id=source.agency_id,
        purpose=source.purpose,
        level=row.level or source.level,
        received_at=now,
        updated_at=now,
        **row.grading(source).as_fields(),
        **row.values(terms),
    )


def _records(model: type[Record], received: Mapping[str, Received], outcome: Outcome) -> list[Record]:
    return [each.record for each in received.values() if each.outcome == outcome and isinstance(each.record, model)]


def _insert(model: type[Record], records: list[Record], take_references: TakeReferences) -> None:
    taken = take_references(len(records), year=timezone.localdate().year)
    for record, reference in zip(records, taken, strict=True):
        record.reference = reference
    all_of(model).bulk_create(records)


def _update(model: type[Record], records: list[Record]) -> None:
    """Updates by one upsert, which is many times faster than bulk_update with its CASE for each field."""
    kept = KEPT_ON_UPDATE | model.kept_on_update
    all_of(model).bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["source", "source_reference"],
        update_fields=[each.name for each in model._meta.concrete_fields if each.name not in kept],
    )


def _record_received(
    source: Source,
    created: Sequence[SentRecord],
    updated: Sequence[SentRecord],
    unchanged: int,
    by: Principal,
    events: SentEvents,
) -> None:
    recording.record(
        events.received,
        by=by,
        records=[*created, *updated],
        source=source.code,
        created=len(created),
        updated=len(updated),
        unchanged=unchanged,
    )


def _record_loosened(
    rows: Sequence[SentRowIn],
    updated: Sequence[SentRecord],
    known: Mapping[str, SentRecord],
    by: Principal,
    events: SentEvents,
) -> None:
    """Records protection that was removed and tells the owner, by one statement each for all rows."""
    changes = {record.source_reference: record for record in updated}
    Entry.objects.bulk_create(
        entry
        for row in rows
        if (record := changes.get(row.source_reference))
        for entry in protection.loosened(row, record, known[row.source_reference], by, events)
    )
    tasks.write(notice for record in updated for notice in protection.notices(record, known[record.source_reference]))
