"""Some weeks of invented reports, so that no screen is empty."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

from core.access.grading import Handling, Purpose
from core.access.levels import Level
from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.incidents import references
from core.incidents.models import Incident, IncidentType
from core.workspace.demo import data
from core.workspace.demo.areas import DemoArea
from core.workspace.demo.data import Story

REPORTS = {"hampshire": 9000, "north-lincolnshire": 900, "spelthorne": 600}
WEEKS = 8
HIGHEST_WEIGHT = 8  # the busiest neighbourhoods have 8 times the reports of a quiet one
REPORTED_TO = {"police", "council", "fire", "housing", "charity"}  # sectors that the public reports to
POLICE_WEIGHT = 6  # the police get 6 times the reports of another agency
OUTCOMES = ("", "", "", "Advice given", "Visited; no further action", "Warning letter sent", "Patrols asked for")


@dataclass(frozen=True)
class Setting:
    """What the reports of a demonstration are drawn from."""

    areas: list[tuple[DemoArea, Area]]
    weights: list[float]  # of the areas
    sources: dict[str, list[Source]]  # by district, with those of agencies that work everywhere
    types: dict[str, IncidentType]
    until: datetime


def write_sources(agencies: list[Agency]) -> list[Source]:
    """Saves a source for each agency that the public reports to."""
    reporting = [agency for agency in agencies if agency.type.sector in REPORTED_TO]
    return Source.objects.bulk_create(
        [
            Source(
                agency=agency,
                code=f"{agency.code.lower()}-reports",
                name=f"{agency.code} reports",
                purpose=Purpose.ANTISOCIAL_BEHAVIOUR,
                source_evaluation=1 if agency.type.statutory else 2,
                information_assessment="B",
                handling=Handling.PERMITTED,
                level=Level.RESTRICTED if agency.type.sector == "charity" else Level.STANDARD,
            )
            for agency in reporting
        ]
    )


def setting(
    partnership: str,
    *,
    demo_areas: list[DemoArea],
    areas: list[Area],
    sources: list[Source],
    until: datetime,
    chance: Random,
) -> Setting:
    """The setting of a demonstration. Some neighbourhoods have more reports than others."""
    district_of = {row["code"]: row["district"] for row in data.rows("agencies.csv", partnership)}
    return Setting(
        areas=list(zip(demo_areas, areas, strict=True)),
        weights=[min(chance.paretovariate(1.6), HIGHEST_WEIGHT) for _ in demo_areas],
        sources={
            district: [each for each in sources if district_of[each.agency.code] in {"", district}]
            for district in {each.district for each in demo_areas}
        },
        types={kind.code: kind for kind in IncidentType.objects.all()},
        until=until,
    )


def drawn(count: int, setting: Setting, chance: Random) -> Iterator[Incident]:
    """Yields `count` unsaved incidents of the weeks before `setting.until`, without references."""
    weights = [story.weight for story in data.STORIES]
    for number in range(count):
        story = chance.choices(data.STORIES, weights)[0]
        demo_area, area = chance.choices(setting.areas, setting.weights)[0]
        source = _source(setting.sources[demo_area.district], chance)
        occurred_at = _moment(story, setting.until, chance)
        yield Incident(
            type=setting.types[story.type],
            asb_type=story.asb_type,
            qualifiers=sorted({each for each in story.qualifiers if chance.random() < 0.3}),
            occurred_at=occurred_at,
            location=chance.choice(data.STREETS),
            longitude=round(demo_area.longitude + chance.gauss(0, 0.0015), 6),
            latitude=round(demo_area.latitude + chance.gauss(0, 0.001), 6),
            neighbourhood=area,
            narrative=chance.choice(story.narratives),
            outcome=chance.choice(OUTCOMES),
            source_reference=f"D{number:06}",
            content_digest=hashlib.sha256(f"D{number}".encode()).hexdigest(),
            received_at=occurred_at + timedelta(minutes=50),
            updated_at=occurred_at + timedelta(minutes=50),
            **_source_and_grading(source, chance),
        )


def _source(sources: list[Source], chance: Random) -> Source:
    weights = [POLICE_WEIGHT if source.agency.type.sector == "police" else 1 for source in sources]
    return chance.choices(sources, weights)[0]


def _moment(story: Story, until: datetime, chance: Random) -> datetime:
    """A time in the weeks before `until`, in the hours of the story, to five minutes."""
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    day = midnight - timedelta(days=chance.randrange(2, WEEKS * 7))
    return day + timedelta(hours=chance.randrange(*story.hours), minutes=chance.randrange(0, 60, 5))


def _source_and_grading(source: Source, chance: Random) -> dict[str, Any]:
    """The fields that come from the source, with some variation in the grading."""
    with_conditions = chance.random() < 0.05
    return {
        "source": source,
        "told_to": source.agency,
        "owner": source.agency,
        "purpose": source.purpose,
        "level": Level.CONFIDENTIAL if chance.random() < 0.04 else source.level,
        "source_evaluation": source.source_evaluation,
        "information_assessment": chance.choices("ABCD", (30, 50, 15, 5))[0],
        "handling": "C" if with_conditions else "P",
        "handling_conditions": ["A1", "S2"] if with_conditions else [],
    }


def number(reports: list[Incident]) -> None:
    """Sets the references. `reports` must be in the order in which they were received."""
    for year, received in groupby(reports, key=lambda report: report.received_at.year):
        of_year = list(received)
        for report, reference in zip(of_year, references.take(len(of_year), year=year), strict=True):
            report.reference = reference
