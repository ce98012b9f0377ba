"""A whole demonstration partnership, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction

from core.agencies.models import Agency
from core.incidents.models import Incident
from core.workspace.demo import areas, incidents, people


@dataclass(frozen=True)
class Counts:
    """What was written."""

    agencies: int
    people: int
    neighbourhoods: int
    incidents: int


def is_filled() -> bool:
    """Whether the partnership entered has agencies: it is then left as it is."""
    return Agency.objects.exists()


@transaction.atomic
def fill(name: str, *, chance: Random, until: datetime) -> Counts:
    """Writes agencies, people, areas and reports of this demonstration. `until` is the moment of the last report.

    Raises ValueError where there is no demonstration of the name.
    """
    places = areas.places_of(name)
    neighbourhoods = areas.write(places)
    agencies = people.write_agencies(name)
    people.write_members(name, agencies, until=until, chance=chance)
    where = incidents.scene(
        name,
        places=places,
        areas=neighbourhoods,
        sources=incidents.write_sources(agencies),
        until=until,
        chance=chance,
    )
    drawn = incidents.drawn(incidents.REPORTS[name], where, chance)
    reports = sorted(drawn, key=lambda report: report.received_at)
    incidents.number(reports)
    Incident.objects.bulk_create(reports, batch_size=1000)
    return Counts(len(agencies), people.HEADCOUNT[name], len(neighbourhoods), len(reports))
