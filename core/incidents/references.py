"""References of incidents, such as `2026-118391`, numbered from 1 in each year."""

from __future__ import annotations

from core.incidents.models import ReferenceCounter
from core.records import references


def take(number: int, *, year: int) -> list[str]:
    """This number of new references, in ascending order, by one statement.

    Incidents have their own counter: see decision record 39.
    """
    return [f"{year}-{each:06}" for each in references.count(ReferenceCounter, number, year=year)]
