"""The words that a reader chooses from: places, kinds, types, qualifiers, agencies; each with its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.access.bidi import isolated
from core.agencies.models import Agency
from core.areas.models import Area
from core.incidents.filters import MINE, NOWHERE, OUTSIDE
from core.incidents.models import AsbType, IncidentType, Qualifier

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]

KINDS: list[Choice] = [*AsbType.choices, ("unsaid", "Antisocial, type not said"), ("crime", "Crime")]
NO_PLACE: list[Choice] = [(OUTSIDE, "Outside all areas"), (NOWHERE, "No coordinates")]


@dataclass(frozen=True)
class Vocabulary:
    """Values with their names; places and types under the heads that a list of choices puts them under."""

    places: list[Group]
    types: list[Group]
    qualifiers: list[Choice]
    agencies: list[Choice]
    followed: tuple[int, ...] = ()  # ids of the reader's neighbourhoods

    def name_of(self, field: str, value: str) -> str:
        """A value in words; itself where it is in words already."""
        return self._names(field).get(value, value)

    def _names(self, field: str) -> dict[str, str]:
        match field:
            case "where":
                return {code: name.removeprefix("All of ") for code, name in _ungrouped(self.places)}
            case "kind":
                return dict(KINDS)
            case "type":
                return dict(_ungrouped(self.types))
            case "qualifier":
                return dict(self.qualifiers)
            case "told_to":
                return dict(self.agencies)
        return {}


def vocabulary(membership_id: int | None = None) -> Vocabulary:
    """What the partnership that has been entered speaks of, and the neighbourhoods of a member: one query a list."""
    followed = Area.objects.followed_under(membership_id).values_list("pk", flat=True) if membership_id else ()
    mine = [("Yours", [(MINE, "My neighbourhoods")])] if followed else []
    types = IncidentType.objects.in_use().by_name()
    return Vocabulary(
        followed=tuple(followed),
        places=[*mine, *_places()],
        types=[
            (label, [(each.code, each.name) for each in types if each.kind == kind])
            for kind, label in IncidentType.Kind.choices
        ],
        qualifiers=list(Qualifier.objects.in_use().by_name().values_list("code", "name")),
        agencies=list(Agency.objects.by_name().values_list("code", "name")),
    )


def _places() -> list[Group]:
    """Each area with others under it as a head: all of it first, then those."""
    areas = list(Area.objects.by_name().values_list("code", "name", "parent__code"))
    under: dict[str | None, list[Choice]] = {}
    for code, name, parent in areas:
        under.setdefault(parent, []).append((code, name))
    groups = [(name, [(code, f"All of {isolated(name)}"), *under[code]]) for code, name, _ in areas if code in under]
    alone = [(code, name) for code, name in under.get(None, []) if code not in under]
    return [*groups, *([("Areas", alone)] if alone else []), ("Without a neighbourhood", NO_PLACE)]


def _ungrouped(groups: Iterable[Group]) -> Iterable[Choice]:
    return [choice for _, choices in groups for choice in choices]
