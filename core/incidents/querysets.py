"""Ways to find incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from core.access.levels import Level
from core.access.permissions import Permission

if TYPE_CHECKING:
    pass


class IncidentQuerySet(QuerySet["Incident"]):
    """Reports."""

    def visible_to(self, user: Any) -> IncidentQuerySet:
        """What the reader's role permits, up to their clearance.

        A partner's system sees its own agency's records alone. Level 4 is for people named on the record; until
        somebody can be named it stays with the owner's people.
        """
        acting = user.acting
        if acting is None or not acting.may(Permission.INCIDENT_READ):
            return self.none()
        cleared = self.filter(level__lte=acting.level)
        if acting.kind == "machine":
            return cleared.filter(owner_id=acting.agency_id)
        return cleared.filter(Q(level__lt=Level.NAMED_PEOPLE) | Q(owner_id=acting.agency_id))

    def newest_first(self) -> IncidentQuerySet:
        return self.order_by("-occurred_at", "-id")

    def with_names(self) -> IncidentQuerySet:
        """With what a list row names, in the same query, and without boundaries."""
        return self.select_related(
            "type", "neighbourhood", "neighbourhood__parent", "told_to__type", "owner__type"
        ).defer("neighbourhood__boundary", "neighbourhood__parent__boundary")
