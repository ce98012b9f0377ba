"""Receiving batches of rows, whatever their record type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.access.intake import IntakeType, Received, RowIn
from core.intake import rows
from core.intake.models import ApiClient, Batch, Row
from core.intake.notices import ROWS_REFUSED
from core.tasks.actions import notify
from core.tasks.recipients import spocs_of


class KeyReused(Exception):
    """Raised when the same idempotency key came with another body before."""


@dataclass(frozen=True)
class Answer:
    """What happened to a batch and each of its rows, in order; `replayed` if it had been answered before."""

    batch: Batch
    rows: list[Row]
    replayed: bool = False

    @property
    def shown(self) -> list[Any]:
        """The records that the answer names although this request did not change them."""
        return [row.record for row in self.rows if row.record and (self.replayed or row.outcome == "unchanged")]


@transaction.atomic
def receive_batch(
    *,
    client: ApiClient,
    record_type: str,
    intake: IntakeType[Any, Any],
    key: str,
    body_digest: str,
    sent: Sequence[Any],
) -> Answer:
    """Creates and updates records from rows that a client sent, in one transaction; answers each row separately.

    The same key and body are answered as before, also while the first request is still running. Raises KeyReused.
    """
    batch = Batch(
        client=client,
        record_type=record_type,
        idempotency_key=key,
        body_digest=body_digest,
        received_at=timezone.now(),
    )
    if earlier := _claimed(batch):
        return _replayed(earlier, batch, intake)
    terms = intake.terms(client.source)
    checked = rows.check(sent, intake, terms)
    accepted = {row.identifier: row for row in checked if isinstance(row, RowIn)}
    received = intake.receive(rows=list(accepted.values()), terms=terms, by=client)
    answered = list(_rows(batch, sent, checked, received))
    Row.objects.bulk_create(answered)
    _count(batch, answered)
    _tell_of_refused(batch)
    return Answer(batch, answered)


def _claimed(batch: Batch) -> Batch | None:
    """Inserts the batch under its key; returns the one that has the key already, if there is one.

    Where another transaction is inserting the same key, this waits for its end: either way one of them does the work.
    """
    Batch.objects.bulk_create([batch], ignore_conflicts=True)
    held = Batch.objects.of_client(batch.client).with_key(batch.idempotency_key).get()
    if held.public_id != batch.public_id:
        return held
    batch.pk = held.pk
    return None


def _replayed(earlier: Batch, batch: Batch, intake: IntakeType[Any, Any]) -> Answer:
    if (earlier.body_digest, earlier.record_type) != (batch.body_digest, batch.record_type):
        raise KeyReused
    return Answer(earlier, earlier.answered_rows(intake), replayed=True)


def _rows(
    batch: Batch, sent: Sequence[Any], checked: Sequence[rows.Checked], received: Mapping[str, Received]
) -> Iterator[Row]:
    """What happened to each row. A row that repeats an earlier one of the batch is unchanged."""
    repeated: set[str] = set()
    for position, (as_sent, row) in enumerate(zip(sent, checked, strict=True)):
        if not isinstance(row, RowIn):
            yield _rejected(batch, position, row)
            continue
        result = received[row.identifier]
        if result.errors:
            yield _rejected(batch, position, rows.rejected(as_sent, result.errors, type(row)))
            continue
        outcome = "unchanged" if row.identifier in repeated else result.outcome
        repeated.add(row.identifier)
        answered = Row(batch=batch, position=position, source_reference=row.identifier, outcome=outcome)
        answered.name(result.record)
        yield answered


def _rejected(batch: Batch, position: int, row: rows.RejectedRow) -> Row:
    return Row(
        batch=batch,
        position=position,
        source_reference=row.identifier,
        outcome=Row.Outcome.REFUSED,
        errors=row.errors,
        sent=row.sent,
    )


def _count(batch: Batch, answered: Sequence[Row]) -> None:
    counts = Counter(str(row.outcome) for row in answered)
    for outcome in Row.Outcome.values:
        setattr(batch, outcome, counts[outcome])
    batch.save(update_fields=list(Row.Outcome.values))


def _tell_of_refused(batch: Batch) -> None:
    """Tells the single points of contact of the agency whose system sent rows that were refused."""
    source = batch.client.source
    if batch.refused:
        notify(ROWS_REFUSED, about=source, to=spocs_of(source.agency_id), refused=batch.refused, rows=batch.row_count)
