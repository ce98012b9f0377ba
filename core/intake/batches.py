"""Taking a batch in, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.incidents import actions as incidents
from core.incidents.actions import Received
from core.incidents.reports import Report
from core.intake import rows
from core.intake.models import ApiClient, Batch, Row
from core.intake.rows import Checked, Terms


class KeyReused(Exception):
    """The same idempotency key came with another body before."""


@dataclass(frozen=True)
class Answer:
    """What became of a batch and each of its rows, in order; `again` if it had been answered before."""

    batch: Batch
    rows: list[Row]
    again: bool = False


@transaction.atomic
def receive(*, client: ApiClient, key: str, body_digest: str, sent: Sequence[Any]) -> Answer:
    """Makes incidents of what a client sent, one transaction for all of it; answers each row on its own.

    The same key and body are answered as before, also while the first is still at work. Raises KeyReused.
    """
    batch = Batch(client=client, idempotency_key=key, body_digest=body_digest, received_at=timezone.now())
    if earlier := _claimed(batch):
        return _again(earlier, body_digest)
    terms = Terms.of(client.source)
    checked = rows.check(sent, terms)
    reports = {each.source_reference: each for each in checked if isinstance(each, Report)}
    received = incidents.receive(reports=list(reports.values()), source=client.source, by=client)
    answered = _rows(batch, checked, received)
    Row.objects.bulk_create(answered)
    _count(batch, answered)
    return Answer(batch, answered)


def _claimed(batch: Batch) -> Batch | None:
    """Enters the batch under its key; the one that has the key already, if there is one.

    Where another transaction is entering the same key, this waits for its end: either way one of them does the work.
    """
    Batch.objects.bulk_create([batch], ignore_conflicts=True)
    held = Batch.objects.of_client(batch.client).with_key(batch.idempotency_key).get()
    if held.public_id != batch.public_id:
        return held
    batch.pk = held.pk
    return None


def _again(batch: Batch, body_digest: str) -> Answer:
    if batch.body_digest != body_digest:
        raise KeyReused
    return Answer(batch, list(batch.rows.with_references().in_order()), again=True)


def _rows(batch: Batch, checked: Sequence[Checked], received: dict[str, Received]) -> list[Row]:
    """What became of each row. One that repeats an earlier row of the batch word for word changes nothing more."""
    answered: list[Row] = []
    told: set[str] = set()
    for position, each in enumerate(checked):
        row = Row(batch=batch, position=position, source_reference=each.source_reference)
        if isinstance(each, Report):
            became = received[each.source_reference]
            row.incident = became.incident
            row.outcome = "unchanged" if each.source_reference in told else became.outcome
            told.add(each.source_reference)
        else:
            row.outcome, row.errors, row.sent = Row.Outcome.REFUSED, each.errors, each.sent
        answered.append(row)
    return answered


def _count(batch: Batch, answered: Sequence[Row]) -> None:
    counts = Counter(str(row.outcome) for row in answered)
    for outcome in Row.Outcome.values:
        setattr(batch, outcome, counts[outcome])
    batch.save(update_fields=list(Row.Outcome.values))
