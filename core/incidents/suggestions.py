"""Near spellings, where a search found nothing: neighbourhoods, types and streets that the reader may see."""

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
STREETS_FROM = 2_000  # newest reports: a street without recent reports is an unlikely guess


@dataclass(frozen=True)
class Suggestion:
    """A name like the one that was typed, and where it leads. `incident` is the report that names the street."""

    name: str
    address: str
    incident: Incident | None = None


def neighbourhoods_like(words: str, areas: Iterable[Area]) -> list[Suggestion]:
    """Among neighbourhoods that the reader may see."""
    return _nearest(words, [Suggestion(area.name, area.get_absolute_url()) for area in areas])


def incidents_like(words: str, incidents: IncidentList) -> list[Suggestion]:
    """Among the places and types that the list offers, and streets of incidents that the reader may see: one query."""
    known = [
        Suggestion(text, IncidentList.with_filters(**{name: code}))
        for name in ("where", "type")
        for code, text in ungrouped(incidents.choices(name))
    ]
    return _nearest(words, [*known, *_streets(incidents.visible())])


def _streets(incidents: IncidentQuerySet) -> list[Suggestion]:
    # Handling and conditions are read where it is recorded that the reader saw them.
    named = incidents.only("location", "handling", "handling_conditions")
    newest = named.newest_first()[:STREETS_FROM]
    by_name = {incident.location: incident for incident in newest if incident.location}
    return [Suggestion(name, "", incident) for name, incident in by_name.items()]


def _nearest(words: str, among: list[Suggestion]) -> list[Suggestion]:
    """Those whose name, or a word of it, is spelt nearly like the words."""
    by_spelling: dict[str, Suggestion] = {}
    for each in among:
        name = each.name.casefold()
        for spelling in (name, *(word for word in name.split() if len(word) > 3)):
            by_spelling.setdefault(spelling, each)
    near = get_close_matches(words.casefold(), by_spelling, n=MOST, cutoff=NEAR_ENOUGH)
    found = dict.fromkeys(by_spelling[spelling] for spelling in near)
    return [_leading(each) for each in found]


def _leading(suggestion: Suggestion) -> Suggestion:
    """A street leads to a search for it, encrypted only now that it is one of the few."""
    if suggestion.incident is None:
        return suggestion
    address = IncidentList.with_filters(words=f'"{suggestion.name}"')
    return Suggestion(suggestion.name, address, suggestion.incident)
