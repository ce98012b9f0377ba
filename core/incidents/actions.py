"""Every change to incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.access.intake import Outcome, Received
from core.access.principal import Principal
from core.agencies.models import Source
from core.audit import recording
from core.audit.models import Entry
from core.incidents import events, protection, references
from core.incidents.intake import IncidentIn, Terms, incident_from
from core.incidents.models import Incident

CHUNK = 5_000  # incidents per transaction when neighbourhoods are reassigned

KEPT_ON_UPDATE = {"id", "reference", "source", "source_reference", "received_at"}
CHANGED_ON_UPDATE = [each.name for each in Incident._meta.concrete_fields if each.name not in KEPT_ON_UPDATE]


@transaction.atomic
def receive(*, rows: Sequence[IncidentIn], terms: Terms, by: Principal) -> dict[str, Received]:
    """Creates incidents from a source's rows, or updates those that it sent before. Returns by source reference.

    A row that would remove protection from an incident without a reason is refused. The references of the rows must
    differ. The number of statements does not depend on the number of rows.
    """
    # Lock the source, so that two batches at once neither deadlock nor create an incident twice.
    source = Source.objects.select_for_update(no_key=True).get(pk=terms.source.pk)
    sent_before = Incident.objects.of_source(source, [row.source_reference for row in rows]).for_comparison()
    known = {incident.source_reference: incident for incident in sent_before}
    received = {row.source_reference: _compare(row, known.get(row.source_reference), terms) for row in rows}
    created = _incidents(received, "created")
    updated = _incidents(received, "updated")
    _set_neighbourhoods([*created, *updated])
    _insert(created)
    _update(updated)
    recording.record(
        events.RECEIVED,
        by=by,
        records=[*created, *updated],
        source=source.code,
        created=len(created),
        updated=len(updated),
        unchanged=len(_incidents(received, "unchanged")),
    )
    changes = {incident.source_reference: incident for incident in updated}
    Entry.objects.bulk_create(
        entry
        for row in rows
        if (incident := changes.get(row.source_reference))
        for entry in protection.loosened(row, incident, known[row.source_reference], by)
    )
    return received


def reassign_neighbourhoods(*, by: Principal) -> int:
    """Finds the neighbourhood of each incident again, after boundaries have changed. Returns how many changed."""
    return sum(_reassign_chunk(chunk, by) for chunk in _chunks())


def _compare(row: IncidentIn, known: Incident | None, terms: Terms) -> Received:
    if known is None:
        return Received("created", _with_times(incident_from(row, terms)))
    if known.content_digest == row.content_digest:
        return Received("unchanged", known)
    incident = _with_times(incident_from(row, terms))
    protection.keep(row, incident, known)
    if errors := list(protection.errors(row, incident, known)):
        return Received("refused", errors=errors)
    incident.pk, incident.reference = known.pk, known.reference
    return Received("updated", incident)


def _with_times(incident: Incident) -> Incident:
    incident.received_at = incident.updated_at = timezone.now()
    return incident


def _incidents(received: Mapping[str, Received], outcome: Outcome) -> list[Incident]:
    return [each.record for each in received.values() if each.outcome == outcome and isinstance(each.record, Incident)]


def _set_neighbourhoods(incidents: Sequence[Incident]) -> None:
    for incident, neighbourhood_id in _with_neighbourhoods(incidents):
        incident.neighbourhood_id = neighbourhood_id


def _with_neighbourhoods(incidents: Sequence[Incident]) -> Iterator[tuple[Incident, int | None]]:
    """Each incident with the id of the neighbourhood that its point is in."""
    from core.areas import spatial  # imports numpy and shapely (0.4 s), which most commands do not need

    return zip(incidents, spatial.locate_many([each.coordinates for each in incidents]), strict=True)


def _insert(incidents: list[Incident]) -> None:
    taken = references.take(len(incidents), year=timezone.localdate().year)
    for incident, reference in zip(incidents, taken, strict=True):
        incident.reference = reference
    Incident.objects.bulk_create(incidents)


def _update(incidents: list[Incident]) -> None:
    """Updates by one upsert, which is many times faster than bulk_update with its CASE for each field."""
    Incident.objects.bulk_create(
        incidents,
        update_conflicts=True,
        unique_fields=["source", "source_reference"],
        update_fields=CHANGED_ON_UPDATE,
    )


def _chunks() -> Iterator[list[Incident]]:
    last = 0
    while chunk := list(Incident.objects.with_coordinates().after(last).for_reassignment()[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


@transaction.atomic
def _reassign_chunk(incidents: list[Incident], by: Principal) -> int:
    moves: dict[int | None, list[Incident]] = defaultdict(list)
    for incident, neighbourhood_id in _with_neighbourhoods(incidents):
        if incident.neighbourhood_id != neighbourhood_id:
            moves[neighbourhood_id].append(incident)
    moved = [incident for group in moves.values() for incident in group]
    for neighbourhood_id, group in moves.items():
        _move(group, neighbourhood_id, timezone.now())
    if moved:
        recording.record(events.REASSIGNED, by=by, records=moved, moved=len(moved))
    return len(moved)


def _move(incidents: list[Incident], neighbourhood_id: int | None, now: datetime) -> None:
    moving = Incident.objects.filter(pk__in=[each.pk for each in incidents])
    moving.update(neighbourhood_id=neighbourhood_id, updated_at=now)
