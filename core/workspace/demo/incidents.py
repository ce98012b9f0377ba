"""Some weeks of reports, so that no screen is empty: what is told to whom, where, in words of our own."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from core.access.levels import Level
from core.agencies.models import Agency, Source
from core.incidents import references
from core.incidents.models import Incident, IncidentType
from core.places.models import Area
from core.workspace.demo import words
from core.workspace.demo.areas import Place

REPORTS = {"hampshire": 9000, "north-lincolnshire": 900, "spelthorne": 600}
WEEKS = 8
HOTTEST = 8  # times the reports of a quiet place
TOLD = {"police", "council", "fire", "housing", "charity"}  # sectors that people ring


def write_sources(agencies: list[Agency]) -> list[Source]:
    """A system to report from for each agency that people ring."""
    telling = [agency for agency in agencies if agency.type.sector in TOLD]
    return Source.objects.bulk_create(
        [
            Source(
                agency=agency,
                code=f"{agency.code.lower()}-reports",
                name=f"{agency.code} reports",
                source_evaluation=1 if agency.type.statutory else 2,
                information_assessment="B",
                level=Level.RESTRICTED if agency.type.sector == "charity" else Level.STANDARD,
            )
            for agency in telling
        ]
    )


def drawn(
    count: int, *, until: datetime, places: list[Place], areas: list[Area], sources: list[Source], chance: Random
) -> Iterator[Incident]:
    """`count` unsaved reports of the weeks before `until`, without references; some places hotter than others."""
    types = {kind.code: kind for kind in IncidentType.objects.all()}
    heat = [min(chance.paretovariate(1.6), HOTTEST) for _ in places]
    spots = list(zip(places, areas, strict=True))
    weights = [40 if source.agency.type.sector == "police" else 6 for source in sources]
    for number in range(count):
        story = chance.choices(words.STORIES, [story.weight for story in words.STORIES])[0]
        place, area = chance.choices(spots, heat)[0]
        source = chance.choices(sources, weights)[0]
        moment = until - timedelta(days=chance.randrange(1, WEEKS * 7))
        hour = chance.randrange(*story.hours)
        occurred_at = moment.replace(hour=0, minute=0) + timedelta(hours=hour, minutes=chance.randrange(0, 60, 5))
        held_closely = chance.random() < 0.04
        with_conditions = chance.random() < 0.05
        reference = f"D{number:06}"
        yield Incident(
            type=types[story.type],
            asb_type=story.asb_type,
            qualifiers=sorted({q for q in story.qualifiers if chance.random() < 0.3}),
            occurred_at=min(occurred_at, until),
            precision=Incident.Precision.MINUTE,
            location=f"{chance.choice(words.STREETS)}, {place.name}",
            longitude=round(place.longitude + chance.gauss(0, 0.0015), 6),
            latitude=round(place.latitude + chance.gauss(0, 0.001), 6),
            neighbourhood=area,
            narrative=chance.choice(story.words),
            told_to=source.agency,
            owner=source.agency,
            purpose=source.purpose,
            level=Level.CONFIDENTIAL if held_closely else source.level,
            source_evaluation=source.source_evaluation,
            information_assessment=chance.choices("ABCD", (30, 50, 15, 5))[0],
            handling="C" if with_conditions else "P",
            handling_conditions=["A1", "S2"] if with_conditions else [],
            source=source,
            source_reference=reference,
            content_digest=hashlib.sha256(reference.encode()).hexdigest(),
            received_at=min(occurred_at + timedelta(hours=1), until),
            updated_at=min(occurred_at + timedelta(hours=1), until),
        )


def number(reports: list[Incident]) -> None:
    """Gives each its reference. `reports` stand in the order in which they were received."""
    for year, received in groupby(reports, key=lambda report: report.received_at.year):
        of_year = list(received)
        for report, reference in zip(of_year, references.take(len(of_year), year=year), strict=True):
            report.reference = reference
