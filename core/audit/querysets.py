"""Ways to read the trail."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    pass


class EntryQuerySet(QuerySet["Entry"]):
    """Entries of the trail."""

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-at", "-id")

    def by_actor(self, key: str) -> EntryQuerySet:
        return self.filter(actor=key)

    def about(self, key: str) -> EntryQuerySet:
        """Entries that name this record, as in `incident:31`."""
        return self.filter(records__contains=[key])

    def with_verb(self, verb: str) -> EntryQuerySet:
        return self.filter(verb=verb)

    def between(self, start: datetime | None, end: datetime | None) -> EntryQuerySet:
        """From `start` on, and before `end`; either may be open."""
        bounds = Q()
        if start is not None:
            bounds &= Q(at__gte=start)
        if end is not None:
            bounds &= Q(at__lt=end)
        return self.filter(bounds)

    def before(self, at: datetime, pk: int) -> EntryQuerySet:
        """What follows, newest first, on the entry with this time and id: the next keyset page."""
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
