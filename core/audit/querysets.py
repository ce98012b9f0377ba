"""Filters of the audit trail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Max, Q, QuerySet

from core.audit.keys import every_key

if TYPE_CHECKING:
    from core.audit.models import Entry  # noqa: F401


class EntryQuerySet(QuerySet["Entry"]):
    """Entries of the audit trail."""

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-at", "-id")

    def by_actor(self, *keys: str) -> EntryQuerySet:
        """Entries of any of these actors, such as `accounts.user:31`, under their current and former keys."""
        return self.filter(actor__in=every_key(*keys))

    def about(self, *keys: str) -> EntryQuerySet:
        """Entries that name any of these records, such as `incidents.incident:31`, by its current or a former key.

        They are paged by `moment`, which is `at` in a form that no index has. Sorted by `at`, Postgres would read the
        whole table from the newest entry, which took 1.5 s with a million entries for a record with few viewers.
        """
        moment = ExpressionWrapper(F("at") + timedelta(0), DateTimeField())
        return self.filter(records__overlap=every_key(*keys)).annotate(moment=moment)

    @property
    def paged_by(self) -> str:
        """The name by which `keyset.page` sorts these entries."""
        return "moment" if "moment" in self.query.annotations else "at"

    def showing_records(self) -> EntryQuerySet:
        """Reads, searches and exports, which show the content of records."""
        return self.filter(verb__in=["read", "search", "export"])

    def grouped_by_viewer(self) -> QuerySet[Any, Any]:
        """The actors of these entries, latest first: actor, agency_id, role, times and last_at of each."""
        grouped = self.order_by().values("actor", "agency_id", "role")
        return grouped.annotate(times=Count("pk"), last_at=Max("at")).order_by("-last_at", "actor")

    def opened_since(self, moment: datetime) -> EntryQuerySet:
        """Views of a single record on its page. My work, at `/`, and the list of notices may show one record only."""
        return self.filter(verb="read", records__len=1, at__gte=moment).exclude(route__in=["/", "/notices/"])

    def counted_up_to(self, most: int) -> int:
        """How many there are, counted to one more than `most`: counting a million takes too long."""
        return self.order_by()[: most + 1].count()

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
