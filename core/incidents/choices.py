"""The choices of the incident filters: areas, types, qualifiers and agencies, each read in one query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.access.bidi import isolated
from core.access.lists.filters import Choice, Group
from core.agencies.models import Agency
from core.areas.models import Area
from core.incidents.models import AsbType, IncidentType, Qualifier

if TYPE_CHECKING:
    from core.incidents.lists import IncidentList

MINE = "mine"
OUTSIDE = "outside"
NOWHERE = "nowhere"
ALL_OF = "All of "

KINDS: list[Choice] = [*AsbType.choices, ("unsaid", "Antisocial, type not recorded"), ("crime", "Crime")]
NO_AREA: list[Choice] = [(OUTSIDE, "Outside all areas"), (NOWHERE, "No coordinates")]


def places(incidents: IncidentList) -> list[Group]:
    """The reader's own neighbourhoods, then a group for each area that contains others: all of it, then its parts."""
    mine = [("Yours", [(MINE, "My neighbourhoods")])] if incidents.followed else []
    return [*mine, *_areas(Area.objects.by_name().values_list("code", "name", "parent__code"))]


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


def agencies(_: IncidentList) -> list[Choice]:
    """All partner agencies."""
    return list(Agency.objects.by_name().values_list("code", "name"))


def without_all_of(name: str) -> str:
    """`Southampton` for `All of Southampton`."""
    return name.removeprefix(ALL_OF)


def _areas(rows: Iterable[tuple[str, str, str | None]]) -> list[Group]:
    areas = list(rows)
    under: dict[str | None, list[Choice]] = {}
    for code, name, parent in areas:
        under.setdefault(parent, []).append((code, name))
    groups = [(name, [(code, f"{ALL_OF}{isolated(name)}"), *under[code]]) for code, name, _ in areas if code in under]
    ungrouped = [(code, name) for code, name in under.get(None, []) if code not in under]
    return [*groups, *([("Areas", ungrouped)] if ungrouped else []), ("Without a neighbourhood", NO_AREA)]
