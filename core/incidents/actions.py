"""What changes incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from core.access.principal import Principal
from core.agencies.models import Source
from core.areas import spatial
from core.audit import recording
from core.audit.models import Entry
from core.incidents import events, protection, references
from core.incidents.models import Incident
from core.incidents.reports import Report

Outcome = Literal["created", "updated", "unchanged", "refused"]
CHUNK = 5_000  # incidents per transaction when neighbourhoods are reassigned

KEPT_ON_UPDATE = {"id", "reference", "source", "source_reference", "received_at"}
CHANGED_ON_UPDATE = [each.name for each in Incident._meta.concrete_fields if each.name not in KEPT_ON_UPDATE]


@dataclass(frozen=True)
class Received:
    """What became of one report: the incident, or why it was refused; audit entries for protection that it lost."""

    outcome: Outcome
    incident: Incident
    errors: list[protection.Error] = field(default_factory=list)
    loosened: list[Entry] = field(default_factory=list)


@transaction.atomic
def receive(*, reports: Sequence[Report], source: Source, by: Principal) -> dict[str, Received]:
    """Makes incidents of a source's reports, or brings those it sent before up to date; answers by source reference.

    A report that would take protection from an incident without a reason is refused. Each reference may come once.
    A handful of statements, however many the reports.
    """
    # One transaction of a source at a time: two that overlap can neither deadlock nor make an incident twice.
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    known = {
        each.source_reference: each
        for each in Incident.objects.of_source(source, [report.source_reference for report in reports]).known_as()
    }
    received = {
        each.source_reference: _compared(each, known.get(each.source_reference), source, by) for each in reports
    }
    created = [each.incident for each in received.values() if each.outcome == "created"]
    updated = [each.incident for each in received.values() if each.outcome == "updated"]
    _place([*created, *updated])
    _insert(created)
    _update(updated)
    recording.record(
        events.RECEIVED,
        by=by,
        records=[*created, *updated],
        source=source.code,
        created=len(created),
        updated=len(updated),
        unchanged=sum(each.outcome == "unchanged" for each in received.values()),
    )
    Entry.objects.bulk_create([entry for each in received.values() for entry in each.loosened])
    return received


def reassign_neighbourhoods(*, by: Principal) -> int:
    """Finds the neighbourhood of each incident again, after boundaries have changed. Returns how many have another."""
    return sum(_reassign_chunk(chunk, by) for chunk in _chunks())


def _compared(report: Report, known: Incident | None, source: Source, by: Principal) -> Received:
    if known is None:
        return Received("created", _incident(report, source))
    if known.content_digest == report.content_digest:
        return Received("unchanged", known)
    report = protection.kept(report, known)
    if errors := protection.objections(report, known):
        return Received("refused", known, errors=errors)
    incident = _incident(report, source)
    incident.pk, incident.reference = known.pk, known.reference
    return Received("updated", incident, loosened=protection.loosened(report, known, by))


def _incident(report: Report, source: Source) -> Incident:
    now = timezone.now()
    return Incident(
        **report.as_fields(),
        source=source,
        owner_id=source.agency_id,
        received_at=now,
        updated_at=now,
    )


def _place(incidents: Sequence[Incident]) -> None:
    located = spatial.locate_many([each.coordinates for each in incidents])
    for incident, neighbourhood_id in zip(incidents, located, strict=True):
        incident.neighbourhood_id = neighbourhood_id


def _insert(incidents: list[Incident]) -> None:
    taken = references.take(len(incidents), year=timezone.localdate().year)
    for incident, reference in zip(incidents, taken, strict=True):
        incident.reference = reference
    Incident.objects.bulk_create(incidents)


def _update(incidents: list[Incident]) -> None:
    """One statement with a row of values each, which is many times quicker than bulk_update's CASE for each field."""
    Incident.objects.bulk_create(
        incidents,
        update_conflicts=True,
        unique_fields=["source", "source_reference"],
        update_fields=CHANGED_ON_UPDATE,
    )


def _chunks() -> Iterator[list[Incident]]:
    last = 0
    while chunk := list(Incident.objects.with_coordinates().after(last).for_placing()[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


@transaction.atomic
def _reassign_chunk(incidents: list[Incident], by: Principal) -> int:
    located = spatial.locate_many([each.coordinates for each in incidents])
    moves: dict[int | None, list[Incident]] = defaultdict(list)
    for incident, neighbourhood_id in zip(incidents, located, strict=True):
        if incident.neighbourhood_id != neighbourhood_id:
            moves[neighbourhood_id].append(incident)
    moved = [incident for group in moves.values() for incident in group]
    for neighbourhood_id, group in moves.items():
        _move(group, neighbourhood_id, timezone.now())
    if moved:
        recording.record(events.PLACED, by=by, records=moved, moved=len(moved))
    return len(moved)


def _move(incidents: list[Incident], neighbourhood_id: int | None, now: datetime) -> None:
    moving = Incident.objects.filter(pk__in=[each.pk for each in incidents])
    moving.update(neighbourhood_id=neighbourhood_id, updated_at=now)
