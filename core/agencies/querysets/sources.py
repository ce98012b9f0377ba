"""Filters of source systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.access.principal import Principal, may
from core.agencies.permissions import AGENCY_READ

if TYPE_CHECKING:
    from core.agencies.models import Source  # noqa: F401


class SourceQuerySet(QuerySet["Source"]):
    """Source systems."""

    def with_agency(self) -> SourceQuerySet:
        return self.select_related("agency__type")

    def visible_to(self, user: Principal) -> SourceQuerySet:
        """All source systems, for those who may see the agencies."""
        return self.all() if may(user, AGENCY_READ) else self.none()

    def by_agency(self) -> SourceQuerySet:
        return self.order_by("agency__name", "name")
