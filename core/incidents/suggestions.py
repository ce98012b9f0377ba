"""Similar spellings for a search that found nothing: neighbourhoods, types and streets that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from core.access.lists.filters import ungrouped
from core.areas.models import Area
from core.incidents.models import Incident
from core.incidents.querysets import IncidentQuerySet

if TYPE_CHECKING:
    from core.incidents.lists import IncidentList  # which imports this module

MOST = 3
NEAR_ENOUGH = 75  # percent of the letters of both spellings, in the same order: one letter in four wrong
STREETS_FROM = 2_000  # newest incidents: a street without recent incidents is an unlikely match


@dataclass(frozen=True)
class Suggestion:
    """A name like the one that was typed, and the address it links to. `incident` is the one that names the street."""

    name: str
    address: str
    incident: Incident | None = None


class Candidate(NamedTuple):
    """A name that may be suggested. It links to an address, or to the incidents that match filters.

    `incident_id` is of the incident that names the street. A tuple, because there may be thousands.
    """

    name: str
    filters: tuple[tuple[str, str], ...] = ()
    address: str = ""
    incident_id: int | None = None


def neighbourhoods_like(words: str, areas: Iterable[Area]) -> list[Suggestion]:
    """Suggestions from these neighbourhoods."""
    near = _nearest(words, [Candidate(area.name, address=area.get_absolute_url()) for area in areas])
    return [Suggestion(each.name, each.address) for each in near]


def incidents_like(words: str, incidents: IncidentList) -> list[Suggestion]:
    """Suggestions from the areas and types of the filters, and from streets of incidents that the reader may see."""
    known = [
        Candidate(text, ((name, code),))
        for name in ("where", "type")
        for code, text in ungrouped(incidents.choices(name))
    ]
    visible = incidents.visible()
    near = _nearest(words, [*known, *_streets(visible)])
    named = [each.incident_id for each in near if each.incident_id]
    by_id = visible.for_answers().in_bulk(named) if named else {}  # `recording.seen` reads their handling
    # Words in an address are encrypted, so only the few that are shown get one.
    return [
        Suggestion(each.name, incidents.with_filters(**dict(each.filters)), by_id.get(each.incident_id or 0))
        for each in near
        if each.incident_id is None or each.incident_id in by_id
    ]


def _streets(incidents: IncidentQuerySet) -> list[Candidate]:
    streets = incidents.newest_at_each_location(among=STREETS_FROM)
    return [Candidate(name, (("words", f'"{name}"'),), incident_id=pk) for name, pk in streets if name]


def _nearest(words: str, among: list[Candidate]) -> list[Candidate]:
    """The candidates whose name, or a word of it, is spelt most like the words."""
    by_spelling: dict[str, Candidate] = {}
    for each in among:
        name = each.name.casefold()
        for spelling in (name, *(word for word in name.split() if len(word) > 3)):
            by_spelling.setdefault(spelling, each)
    near = process.extract(words.casefold(), [*by_spelling], scorer=fuzz.ratio, limit=MOST, score_cutoff=NEAR_ENOUGH)
    return list(dict.fromkeys(by_spelling[spelling] for spelling, _, _ in near))
