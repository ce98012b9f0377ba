"""Every change to incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.access.intake import Received
from core.access.principal import Principal
from core.audit import recording
from core.incidents import events, references
from core.incidents.intake import IncidentIn, Terms
from core.incidents.models import Incident
from core.records.actions import receive_rows

CHUNK = 5_000  # incidents per transaction when neighbourhoods are reassigned


def receive(*, rows: Sequence[IncidentIn], terms: Terms, by: Principal) -> dict[str, Received]:
    """Creates incidents from a source's rows, or updates those that it sent before. Returns by source reference."""
    return receive_rows(
        Incident,
        rows=rows,
        terms=terms,
        by=by,
        events=events.SENT,
        prepare=_set_neighbourhoods,
        take_references=references.take,
    )


def reassign_neighbourhoods(*, by: Principal) -> int:
    """Finds the neighbourhood of each incident again, after boundaries have changed. Returns how many changed."""
    return sum(_reassign_chunk(chunk, by) for chunk in _chunks())


def _set_neighbourhoods(incidents: Sequence[Incident]) -> None:
    for incident, neighbourhood_id in _with_neighbourhoods(incidents):
        incident.neighbourhood_id = neighbourhood_id


def _with_neighbourhoods(incidents: Sequence[Incident]) -> Iterator[tuple[Incident, int | None]]:
    """Each incident with the id of the neighbourhood that its point is in."""
    from core.areas import spatial  # imports numpy and shapely (0.4 s), which most commands do not need

    return zip(incidents, spatial.locate_many([each.coordinates for each in incidents]), strict=True)


def _chunks() -> Iterator[list[Incident]]:
    last = 0
    everywhere = Incident.objects.permitted("all incidents are assigned to neighbourhoods").with_coordinates()
    while chunk := list(everywhere.after(last).for_reassignment()[:CHUNK]):
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
