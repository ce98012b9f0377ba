"""Ways to find areas."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet

from core.areas.permissions import NEIGHBOURHOOD_READ

if TYPE_CHECKING:
    from core.areas.models import Area  # noqa: F401


class AreaQuerySet(QuerySet["Area"]):
    """Areas of any level."""

    def visible_to(self, user: Any) -> AreaQuerySet:
        """Boundaries are no secret: whoever may read neighbourhoods sees all of them."""
        return self.all() if user.acting and user.acting.may(NEIGHBOURHOOD_READ) else self.none()

    def of_level(self, level: str) -> AreaQuerySet:
        return self.filter(level=level)

    def of_dataset(self, dataset: str) -> AreaQuerySet:
        return self.filter(dataset=dataset)

    def not_of_dataset(self, dataset: str) -> AreaQuerySet:
        return self.exclude(dataset=dataset)

    def neighbourhoods(self) -> AreaQuerySet:
        return self.filter(level="neighbourhood")

    def of_member(self, membership_id: int | None) -> AreaQuerySet:
        """The neighbourhoods that somebody chose under this membership."""
        return self.filter(pk__in=_areas("MemberNeighbourhood").filter(membership=membership_id))

    def of_team(self, team_id: int | None) -> AreaQuerySet:
        """The neighbourhoods that were chosen for the team."""
        return self.filter(pk__in=_areas("TeamNeighbourhood").filter(team=team_id))

    def followed_under(self, membership_id: int | None) -> AreaQuerySet:
        """The neighbourhoods of somebody and of their team."""
        own = _areas("MemberNeighbourhood").filter(membership=membership_id)
        teams = _areas("TeamNeighbourhood").filter(team__memberships=membership_id)
        return self.filter(Q(pk__in=own) | Q(pk__in=teams))

    def with_parents(self) -> AreaQuerySet:
        """With district and county, and without the boundaries of any."""
        return self.select_related("parent", "parent__parent").defer(
            "boundary", "parent__boundary", "parent__parent__boundary"
        )

    def with_districts(self) -> AreaQuerySet:
        """With the area that each lies in, and of the two its own boundary only."""
        return self.select_related("parent").defer("parent__boundary")

    def with_boundaries(self) -> AreaQuerySet:
        return self.filter(boundary__isnull=False)

    def without_boundaries(self) -> AreaQuerySet:
        """For lists: a boundary may weigh hundreds of kilobytes."""
        return self.defer("boundary", "parent__boundary", "parent__parent__boundary")

    def within(self, code: str) -> AreaQuerySet:
        """Neighbourhoods that are the area with this code, or lie in it one or two levels down."""
        return self.neighbourhoods().filter(Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code))

    def other_than(self, codes: list[str]) -> AreaQuerySet:
        return self.exclude(code__in=codes)

    def named_like(self, letters: str) -> AreaQuerySet:
        """With these letters somewhere in the name; all where there are none."""
        return self.filter(name__icontains=letters.replace("\x00", "")) if letters else self.all()

    def by_name(self) -> AreaQuerySet:
        return self.order_by("name", "code")

    def by_district(self) -> AreaQuerySet:
        """Under their districts, both by name."""
        return self.order_by("parent__name", "parent__code", "name", "code")

    def boundaries_by_code(self) -> list[tuple[int, dict[str, Any]]]:
        """Ids and boundaries, the lowest code first, by its letters: databases sort text in many ways."""
        rows = sorted(self.with_boundaries().values_list("code", "pk", "boundary"), key=itemgetter(0))
        return [(pk, boundary) for _, pk, boundary in rows if boundary]

    def version(self) -> tuple[int, datetime | None]:
        """What changes whenever an area is added, changed or removed, in one cheap query."""
        seen = self.aggregate(number=Count("pk"), latest=Max("updated_at"))
        return seen["number"], seen["latest"]


def _areas(model: str) -> QuerySet[Any, Any]:
    """The areas of a model that says who follows them. By name: the models are made of these querysets."""
    return apps.get_model("areas", model)._default_manager.values("area")
