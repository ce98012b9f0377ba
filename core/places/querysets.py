"""Ways to find areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from core.access.permissions import Permission

if TYPE_CHECKING:
    pass


class AreaQuerySet(QuerySet["Area"]):
    """Areas of any level."""

    def visible_to(self, user: Any) -> AreaQuerySet:
        """Boundaries are no secret: whoever may read neighbourhoods sees all of them."""
        return self.all() if user.acting and user.acting.may(Permission.NEIGHBOURHOOD_READ) else self.none()

    def neighbourhoods(self) -> AreaQuerySet:
        return self.filter(level="neighbourhood")

    def districts(self) -> AreaQuerySet:
        return self.filter(level="district")

    def with_parents(self) -> AreaQuerySet:
        return self.select_related("parent", "parent__parent")

    def without_boundaries(self) -> AreaQuerySet:
        """For lists: a boundary may weigh hundreds of kilobytes."""
        return self.defer("boundary", "parent__boundary", "parent__parent__boundary")

    def by_name(self) -> AreaQuerySet:
        return self.order_by("name", "code")

    def by_district(self) -> AreaQuerySet:
        return self.order_by("parent__name", "parent__code", "name", "code")
