"""Fills a demonstration partnership in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction

from core.agencies.models import Agency
from core.incidents.models import Incident
from core.workspace.demo import agreements, areas, incidents, notices, people


@dataclass(frozen=True)
class Counts:
    """How many rows were saved."""

    agencies: int
    people: int
    neighbourhoods: int
    incidents: int


def is_filled() -> bool:
    """Whether the current partnership already has agencies."""
    return Agency.objects.exists()


@transaction.atomic
def fill(name: str, *, chance: Random, until: datetime) -> Counts:
    """Saves agencies, people, areas, agreements and incidents. `until` is the time of the last report.

    Raises ValueError for a name that is not a demonstration.
    """
    demo_areas = areas.areas_of(name)
    neighbourhoods = areas.write(demo_areas)
    agencies = people.write_agencies(name)
    people.write_members(name, agencies, until=until, chance=chance)
    agreements.write(name, agencies, until=until)
    sources = incidents.write_sources(agencies)
    setting = incidents.setting(
        name,
        demo_areas=demo_areas,
        areas=neighbourhoods,
        sources=sources,
        until=until,
        chance=chance,
    )
    drawn = incidents.drawn(incidents.REPORTS[name], setting, chance)
    reports = sorted(drawn, key=lambda report: report.received_at)
    incidents.number(reports)
    Incident.objects.bulk_create(reports, batch_size=1000)
    notices.write(sources, reports, today=until.date())
    return Counts(len(agencies), people.HEADCOUNT[name], len(neighbourhoods), len(reports))
