"""Similar spellings for a search that found nothing: neighbourhoods, types and streets that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from core.access.lists.filters import ungrouped
from core.areas.models import Area
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.querysets import IncidentQuerySet

MOST = 3
NEAR_ENOUGH = 0.75  # of difflib's ratio: one letter in four wrong
STREETS_FROM = 2_000  # newest incidents: a street without recent incidents is an unlikely match


@dataclass(frozen=True)
class Suggestion:
    """A name like the one that was typed, and the address it links to. `incident` is the one that names the street."""

    name: str
    address: str
    incident: Incident | None = None


@dataclass(frozen=True)
class Candidate:
    """A name that may be suggested. It links to an address, or to the incidents that match filters."""

    name: str
    filters: tuple[tuple[str, str], ...] = ()
    address: str = ""
    incident: Incident | None = None


def neighbourhoods_like(words: str, areas: Iterable[Area]) -> list[Suggestion]:
    """Suggestions from these neighbourhoods."""
    return _nearest(words, [Candidate(area.name, address=area.get_absolute_url()) for area in areas])


def incidents_like(words: str, incidents: IncidentList) -> list[Suggestion]:
    """Suggestions from the areas and types of the filters, and from streets of incidents that the reader may see."""
    known = [
        Candidate(text, ((name, code),))
        for name in ("where", "type")
        for code, text in ungrouped(incidents.choices(name))
    ]
    return _nearest(words, [*known, *_streets(incidents.visible())])


def _streets(incidents: IncidentQuerySet) -> list[Candidate]:
    # `recording.seen` reads handling and conditions.
    named = incidents.only("location", "handling", "handling_conditions")
    newest = named.newest_first()[:STREETS_FROM]
    by_name = {incident.location: incident for incident in newest if incident.location}
    return [Candidate(name, (("words", f'"{name}"'),), incident=incident) for name, incident in by_name.items()]


def _nearest(words: str, among: list[Candidate]) -> list[Suggestion]:
    """The suggestions whose name, or a word of it, is spelt most like the words."""
    by_spelling: dict[str, Candidate] = {}
    for each in among:
        name = each.name.casefold()
        for spelling in (name, *(word for word in name.split() if len(word) > 3)):
            by_spelling.setdefault(spelling, each)
    near = get_close_matches(words.casefold(), by_spelling, n=MOST, cutoff=NEAR_ENOUGH)
    found = dict.fromkeys(by_spelling[spelling] for spelling in near)
    return [_with_address(each) for each in found]


def _with_address(candidate: Candidate) -> Suggestion:
    """The candidate with its address. Words in it are encrypted, so only the few that are shown get one."""
    address = candidate.address or IncidentList.with_filters(**dict(candidate.filters))
    return Suggestion(candidate.name, address, candidate.incident)
