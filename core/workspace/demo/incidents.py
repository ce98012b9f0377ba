"""Some weeks of reports, so that no screen is empty: what is told to whom, where, in words of our own."""

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
from core.workspace.demo import words
from core.workspace.demo.areas import Place
from core.workspace.demo.words import Story

REPORTS = {"hampshire": 9000, "north-lincolnshire": 900, "spelthorne": 600}
WEEKS = 8
HOTTEST = 8  # times the reports of a quiet place
TOLD = {"police", "council", "fire", "housing", "charity"}  # sectors that people ring
POLICE_SHARE = 6  # times as many as any other agency is told
OUTCOMES = ("", "", "", "Advice given", "Visited; no further action", "Warning letter sent", "Patrols asked for")


@dataclass(frozen=True)
class Scene:
    """Where and by whom things are told in a demonstration; the chances of a story, a place and an agency."""

    spots: list[tuple[Place, Area]]
    heat: list[float]
    sources: dict[str, list[Source]]  # by district: those of the district and those that work everywhere
    types: dict[str, IncidentType]
    until: datetime


def write_sources(agencies: list[Agency]) -> list[Source]:
    """A system to report from for each agency that people ring."""
    telling = [agency for agency in agencies if agency.type.sector in TOLD]
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
            for agency in telling
        ]
    )


def scene(
    partnership: str, *, places: list[Place], areas: list[Area], sources: list[Source], until: datetime, chance: Random
) -> Scene:
    """The scene of a demonstration; some places are hotter than others."""
    district_of = {row["code"]: row["district"] for row in words.rows("agencies.csv", partnership)}
    return Scene(
        spots=list(zip(places, areas, strict=True)),
        heat=[min(chance.paretovariate(1.6), HOTTEST) for _ in places],
        sources={
            district: [each for each in sources if district_of[each.agency.code] in {"", district}]
            for district in {place.district for place in places}
        },
        types={kind.code: kind for kind in IncidentType.objects.all()},
        until=until,
    )


def drawn(count: int, where: Scene, chance: Random) -> Iterator[Incident]:
    """`count` unsaved reports of the weeks before the scene's end, without references."""
    weights = [story.weight for story in words.STORIES]
    for number in range(count):
        story = chance.choices(words.STORIES, weights)[0]
        place, area = chance.choices(where.spots, where.heat)[0]
        source = _told(where.sources[place.district], chance)
        occurred_at = _moment(story, where.until, chance)
        yield Incident(
            type=where.types[story.type],
            asb_type=story.asb_type,
            qualifiers=sorted({each for each in story.qualifiers if chance.random() < 0.3}),
            occurred_at=occurred_at,
            location=chance.choice(words.STREETS),
            longitude=round(place.longitude + chance.gauss(0, 0.0015), 6),
            latitude=round(place.latitude + chance.gauss(0, 0.001), 6),
            neighbourhood=area,
            narrative=chance.choice(story.words),
            outcome=chance.choice(OUTCOMES),
            source_reference=f"D{number:06}",
            content_digest=hashlib.sha256(f"D{number}".encode()).hexdigest(),
            received_at=occurred_at + timedelta(minutes=50),
            updated_at=occurred_at + timedelta(minutes=50),
            **_stamps(source, chance),
        )


def _told(sources: list[Source], chance: Random) -> Source:
    weights = [POLICE_SHARE if source.agency.type.sector == "police" else 1 for source in sources]
    return chance.choices(sources, weights)[0]


def _moment(story: Story, until: datetime, chance: Random) -> datetime:
    """Some time in the weeks before, at an hour when such things happen, to five minutes."""
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    day = midnight - timedelta(days=chance.randrange(2, WEEKS * 7))
    return day + timedelta(hours=chance.randrange(*story.hours), minutes=chance.randrange(0, 60, 5))


def _stamps(source: Source, chance: Random) -> dict[str, Any]:
    """Whose it is, how closely it is held, and how it is graded."""
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
    """Gives each its reference. `reports` stand in the order in which they were received."""
    for year, received in groupby(reports, key=lambda report: report.received_at.year):
        of_year = list(received)
        for report, reference in zip(of_year, references.take(len(of_year), year=year), strict=True):
            report.reference = reference
