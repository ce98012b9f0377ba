"""The filter by agency, for the lists of any app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.access.lists import ChoiceFilter, FilteredList
from core.access.lists.filters import Choice, Choices
from core.agencies.models import Agency


def agency_choices(_: FilteredList[Any]) -> list[Choice]:
    """All partner agencies, also those that have left."""
    return list(Agency.objects.by_name().values_list("code", "name"))


@dataclass(frozen=True, eq=False, kw_only=True)
class AgencyFilter(ChoiceFilter):
    """One agency, by code. `field_name` is the foreign key to it: the owner, unless it is given."""

    field_name: str = "owner"
    choices: Choices | Callable[[Any], Choices] = agency_choices
    empty: str = "Any agency"

    def by_field(self, rows: Any, value: str) -> Any:
        """The rows of this agency."""
        return rows.filter(**{f"{self.field_name}__code": value})
