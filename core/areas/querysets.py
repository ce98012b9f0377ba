"""Filters for areas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet

from core.access.principal import Principal, may
from core.areas.permissions import NEIGHBOURHOOD_READ

if TYPE_CHECKING:
    from core.areas.models import Area  # noqa: F401


class AreaQuerySet(QuerySet["Area"]):
    """Areas of any level."""

    def visible_to(self, user: Principal) -> AreaQuerySet:
        """All areas, with permission to read neighbourhoods: boundaries are public."""
        return self.all() if may(user, NEIGHBOURHOOD_READ) else self.none()

    def of_level(self, level: str) -> AreaQuerySet:
        return self.filter(level=level)

    def of_dataset(self, dataset: str) -> AreaQuerySet:
        return self.filter(dataset=dataset)

    def not_of_dataset(self, dataset: str) -> AreaQuerySet:
        return self.exclude(dataset=dataset)

    def neighbourhoods(self) -> AreaQuerySet:
        return self.filter(level="neighbourhood")

    def of_member(self, membership_id: int | None) -> AreaQuerySet:
        """The neighbourhoods that this member follows."""
        return self.filter(pk__in=_areas("MemberNeighbourhood").filter(membership=membership_id))

    def of_team(self, team_id: int | None) -> AreaQuerySet:
        """The neighbourhoods that this team follows."""
        return self.filter(pk__in=_areas("TeamNeighbourhood").filter(team=team_id))

    def followed_under(self, membership_id: int | None) -> AreaQuerySet:
        """The neighbourhoods that a member or their team follows."""
        own = _areas("MemberNeighbourhood").filter(membership=membership_id)
        teams = _areas("TeamNeighbourhood").filter(team__memberships=membership_id)
        return self.filter(Q(pk__in=own) | Q(pk__in=teams))

    def ids_followed_under(self, membership_id: int) -> tuple[int, ...]:
        """The ids of the neighbourhoods that a member or their team follows. Reads no areas."""
        own = _areas("MemberNeighbourhood").filter(membership=membership_id).values_list("area", flat=True)
        teams = _areas("TeamNeighbourhood").filter(team__memberships=membership_id).values_list("area", flat=True)
        return tuple(own.union(teams))

    def with_parents(self) -> AreaQuerySet:
        """With district and county, all without boundaries."""
        return self.select_related("parent", "parent__parent").defer(
            "boundary", "parent__boundary", "parent__parent__boundary"
        )

    def with_districts(self) -> AreaQuerySet:
        """With the parent of each, without the parent's boundary."""
        return self.select_related("parent").defer("parent__boundary")

    def with_boundaries(self) -> AreaQuerySet:
        return self.filter(boundary__isnull=False)

    def without_boundaries(self) -> AreaQuerySet:
        """For lists: a boundary can have hundreds of kilobytes."""
        return self.defer("boundary", "parent__boundary", "parent__parent__boundary")

    def for_answers(self) -> AreaQuerySet:
        """Fetches only what an answer about a batch names."""
        return self.only("code")

    def for_links(self) -> AreaQuerySet:
        """Fetches only the name and what the URL of its page needs."""
        return self.only("code", "name")

    def within(self, code: str) -> AreaQuerySet:
        """The neighbourhood with this code, or all neighbourhoods of the district or county with it."""
        return self.neighbourhoods().in_area(code)

    def in_area(self, code: str) -> AreaQuerySet:
        """The area with this code and all areas in it, of any level."""
        return self.filter(Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code))

    def with_codes(self, codes: Iterable[str]) -> AreaQuerySet:
        """The areas with these codes, exactly as they are written."""
        return self.filter(code__in=list(codes))

    def around(self, code: str) -> AreaQuerySet:
        """The areas that the area with this code is in: its district and its county."""
        return self.filter(Q(children__code=code) | Q(children__children__code=code))

    def other_than(self, codes: list[str]) -> AreaQuerySet:
        return self.exclude(code__in=codes)

    def called(self, text: str) -> AreaQuerySet:
        """Areas with this text in the name, or with this code, in upper or lower case."""
        wanted = text.replace("\x00", "")
        return self.filter(Q(name__icontains=wanted) | Q(code__iexact=wanted))

    def with_code(self, text: str) -> AreaQuerySet:
        """The areas with this code, in upper or lower case. Codes that differ only in case are different areas."""
        return self.none() if "\x00" in text else self.filter(code__iexact=text)

    def by_name(self) -> AreaQuerySet:
        return self.order_by("name", "code")

    def by_district(self) -> AreaQuerySet:
        """Orders by the name of the district, then by name."""
        return self.order_by("parent__name", "parent__code", "name", "code")

    def named_with_districts(self) -> list[tuple[int, str, str, str | None, str | None]]:
        """Id, code and name of each area, and code and name of its district. Cheaper than areas for a long list."""
        return list(self.values_list("pk", "code", "name", "parent__code", "parent__name"))

    def boundaries_by_code(self) -> list[tuple[int, dict[str, Any]]]:
        """Ids and boundaries in order of the codes, sorted in Python because text order depends on the database."""
        rows = sorted(self.with_boundaries().values_list("code", "pk", "boundary"), key=itemgetter(0))
        return [(pk, boundary) for _, pk, boundary in rows if boundary]

    def version(self) -> tuple[int, datetime | None]:
        """A value that changes when an area is added, changed or removed. One cheap query."""
        totals = self.aggregate(number=Count("pk"), latest=Max("updated_at"))
        return totals["number"], totals["latest"]


def _areas(model: str) -> QuerySet[Any, Any]:
    """The areas in a model of followers. The model is named because its module imports this one."""
    return apps.get_model("areas", model)._default_manager.values("area")
