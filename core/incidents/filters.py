"""The filters of a list of incidents, and how its URL states them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core.access.filtering import page_url
from core.access.search_tokens import token_for
from core.areas.models import Area
from core.incidents.querysets import IncidentQuerySet

OUTSIDE = "outside"
NOWHERE = "nowhere"
MINE = "mine"
FREE_TEXT = ("words", "number")


@dataclass(frozen=True)
class Filters:
    """All of them hold at once; of several kinds any. The fields are named as in the address."""

    words: str = ""
    number: str = ""  # a reference here, or a number in a partner's own system
    where: str = ""  # the code of an area, OUTSIDE, NOWHERE or MINE
    since: date | None = None
    until: date | None = None
    kind: tuple[str, ...] = ()  # as `IncidentQuerySet.of_kinds` knows them
    type: str = ""
    qualifier: tuple[str, ...] = ()
    told_to: str = ""
    followed: tuple[int, ...] = field(default=(), compare=False)  # the neighbourhoods that MINE stands for

    def __bool__(self) -> bool:
        return self != Filters()

    def applied(self, incidents: IncidentQuerySet, *, but: Collection[str] = ()) -> IncidentQuerySet:
        """The incidents that match, leaving the fields named in `but` aside."""
        for name, narrowed in NARROWINGS.items():
            value = getattr(self, name)
            if (name, value) == ("where", MINE):
                incidents = incidents.in_neighbourhoods(self.followed)
            elif value and name not in but:
                incidents = narrowed(incidents, value)
        return incidents

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The name and value of each single choice."""
        for name in NARROWINGS:
            value = getattr(self, name)
            values = value if isinstance(value, tuple) else (value,) if value else ()
            yield from ((name, str(each)) for each in values)

    def without(self, name: str, value: str) -> Filters:
        """The same but for this one choice."""
        held = getattr(self, name)
        left = tuple(each for each in held if each != value) if isinstance(held, tuple) else getattr(Filters(), name)
        changed: dict[str, Any] = {name: left}
        return replace(self, **changed)

    def address(self, **more: str) -> str:
        """The query of the list, as in `?kind=crime`. Free text is a token in it."""
        pairs = [(name, token_for(value) if name in FREE_TEXT else value) for name, value in self.pairs()]
        return page_url(*pairs, **{name: value for name, value in more.items() if value})

    @property
    def query(self) -> str:
        """The free text, for the trail."""
        return ", ".join(filter(None, (getattr(self, name) for name in FREE_TEXT)))

    def as_details(self) -> dict[str, Any]:
        """For the trail: what was asked for, without free text, which `query` holds."""
        details: dict[str, Any] = {}
        for name, value in self.pairs():
            if name not in FREE_TEXT:
                details.setdefault(name, []).append(value)
        return details


def _at(incidents: IncidentQuerySet, where: str) -> IncidentQuerySet:
    if where == OUTSIDE:
        return incidents.outside_all_areas()
    if where == NOWHERE:
        return incidents.without_coordinates()
    return incidents.in_neighbourhoods(Area.objects.within(where).values_list("pk", flat=True))


NARROWINGS: dict[str, Callable[[IncidentQuerySet, Any], IncidentQuerySet]] = {
    "words": IncidentQuerySet.with_words,
    "number": IncidentQuerySet.numbered,
    "where": _at,
    "since": IncidentQuerySet.since,
    "until": IncidentQuerySet.until,
    "kind": IncidentQuerySet.of_kinds,
    "type": IncidentQuerySet.of_type,
    "qualifier": IncidentQuerySet.with_qualifiers,
    "told_to": IncidentQuerySet.told_to,
}
