"""How many rows match, and how many each further choice would leave: one walk over bounded many rows (ADR 22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from core.access.lists.filters import MultipleChoiceFilter, ungrouped

if TYPE_CHECKING:
    from core.access.lists.declaration import FilteredList


@dataclass(frozen=True)
class Counts:
    """How many match, in all and by filter and choice. `total` is None where they are more than were counted."""

    total: int | None
    by_choice: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Facet:
    """A choice, and how many rows it would leave; None where they were not counted."""

    value: str
    name: str
    count: int | None
    chosen: bool


def counted(listing: FilteredList[Any]) -> Counts:
    """One query.

    The count of a choice leaves other choices of its filter aside where they add up (`any_of`), since choosing it too
    would add its rows. Where they narrow each other it does not.
    """
    facets = [each for each in listing.filters if isinstance(each, MultipleChoiceFilter) and each.condition]
    adding = {each.name: each.matching_any(listing.values.get(each.name) or ()) for each in facets if each.any_of}
    within = {
        (facet.name, value): _with(adding, leaving_out=facet.name) & facet.matching_any([value])
        for facet in facets
        for value, _ in ungrouped(listing.choices(facet.name))
    }
    bound = listing.bound
    walked = listing.matching(leaving_out=adding.keys()).order_by()[: bound + 1]
    # Numbered, since a code may have letters that an alias may not.
    counts = {f"choice_{number}": Count("pk", filter=each) for number, each in enumerate(within.values())}
    found = walked.aggregate(walked=Count("pk"), total=Count("pk", filter=_with(adding)), **counts)
    if found["walked"] > bound:
        return Counts(None, {})
    return Counts(found["total"], {choice: found[f"choice_{number}"] for number, choice in enumerate(within)})


def _with(adding: dict[str, Q], *, leaving_out: str = "") -> Q:
    """What is chosen in the filters whose choices add up."""
    wanted = Q()
    for name, chosen in adding.items():
        if name != leaving_out:
            wanted &= chosen
    return wanted
