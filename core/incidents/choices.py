"""The choices of the incident filters: areas, types and qualifiers, each read in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.access.lists.filters import Choice, Group
from core.areas.filters import area_choices
from core.incidents.models import AsbType, IncidentType, Qualifier

if TYPE_CHECKING:
    from core.incidents.lists import IncidentList

MINE = "mine"
OUTSIDE = "outside"
NOWHERE = "nowhere"

KINDS: list[Choice] = [*AsbType.choices, ("unsaid", "Antisocial, type not recorded"), ("crime", "Crime")]
NO_AREA: list[Choice] = [(OUTSIDE, "Outside all areas"), (NOWHERE, "No coordinates")]


def areas(incidents: IncidentList) -> list[Group]:
    """The reader's own neighbourhoods, all areas, and no area."""
    mine = [("Yours", [(MINE, "My neighbourhoods")])] if incidents.followed else []
    return [*mine, *area_choices(incidents), ("Without a neighbourhood", NO_AREA)]


def types(_: IncidentList) -> list[Group]:
    """Behaviours, then crime categories."""
    in_use = list(IncidentType.objects.in_use().by_name().values_list("kind", "code", "name"))
    return [
        (label, [(code, name) for its_kind, code, name in in_use if its_kind == kind])
        for kind, label in IncidentType.Kind.choices
    ]


def qualifiers(_: IncidentList) -> list[Choice]:
    """Qualifiers in use."""
    return list(Qualifier.objects.in_use().by_name().values_list("code", "name"))
