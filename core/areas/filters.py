"""The filter by area, for the lists of any app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.access.bidi import isolated
from core.access.lists import ChoiceFilter, FilteredList
from core.access.lists.filters import Choice, Choices, Group
from core.areas.models import Area

ALL_OF = "All of "


def area_choices(_: FilteredList[Any] | None = None) -> list[Group]:
    """A group for each area that contains others: all of it, then its parts. The last group has all other areas."""
    areas = list(Area.objects.by_name().values_list("code", "name", "parent__code"))
    under: dict[str | None, list[Choice]] = {}
    for code, name, parent in areas:
        under.setdefault(parent, []).append((code, name))
    groups = [(name, [(code, f"{ALL_OF}{isolated(name)}"), *under[code]]) for code, name, _ in areas if code in under]
    ungrouped = [(code, name) for code, name in under.get(None, []) if code not in under]
    return [*groups, *([("Areas", ungrouped)] if ungrouped else [])]


def without_all_of(name: str) -> str:
    """`Southampton` for `All of Southampton`."""
    return name.removeprefix(ALL_OF)


@dataclass(frozen=True, eq=False, kw_only=True)
class AreaFilter(ChoiceFilter):
    """One area with all areas in it, by code. `field_name` is the foreign key to an area."""

    field_name: str = "area"
    choices: Choices | Callable[[Any], Choices] = area_choices
    empty: str = "Anywhere"
    tag_name: Callable[[str], str] = without_all_of

    def by_field(self, rows: Any, value: str) -> Any:
        """The rows in this area. The ids of areas are read first, so that Postgres can choose an index of the rows."""
        inside = list(Area.objects.in_area(value).values_list("pk", flat=True))
        return rows.filter(**{f"{self.field_name}__in": inside})
