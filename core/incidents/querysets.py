"""Querysets of incidents and code lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector
from django.db.models import Count, DateTimeField, Func, IntegerField, Q, QuerySet, Value

from core.access.days import midnight, midnight_after
from core.incidents.permissions import INCIDENT_READ
from core.records.querysets import SentRecordQuerySet

if TYPE_CHECKING:
    from core.incidents.models import Incident  # noqa: F401


SHOWN_IN_ROWS = (
    "reference",
    "asb_type",
    "qualifiers",
    "occurred_at",
    "precision",
    "location",
    "longitude",
    "latitude",
    "outcome",
    "source_evaluation",
    "information_assessment",
    "handling",
    "handling_conditions",
    "type__kind",
    "type__name",
    "neighbourhood__name",
    "neighbourhood__parent__name",
    "told_to__code",
    "told_to__name",
    "told_to__type__sector",
)


class CodeListQuerySet(QuerySet[Any]):
    """Codes of a partnership's own list, with their names."""

    def in_use(self) -> CodeListQuerySet:
        return self.filter(retired_at=None)

    def with_codes(self, codes: Iterable[str]) -> CodeListQuerySet:
        return self.filter(code__in=list(codes))

    def by_name(self) -> CodeListQuerySet:
        return self.order_by("name")

    def names(self) -> dict[str, str]:
        """Names by code. Includes codes that are no longer in use, because old records have them."""
        return dict(self.values_list("code", "name"))


class IncidentQuerySet(SentRecordQuerySet["Incident"]):
    """Incidents."""

    read_permission = INCIDENT_READ
    search_vector = SearchVector("narrative", "location", config="english")

    def in_neighbourhoods(self, ids: Iterable[int]) -> IncidentQuerySet:
        return self.filter(neighbourhood__in=list(ids))

    def outside_all_areas(self) -> IncidentQuerySet:
        """Incidents with a point that is in none of the neighbourhoods."""
        return self.filter(neighbourhood=None, longitude__isnull=False)

    def without_coordinates(self) -> IncidentQuerySet:
        return self.filter(neighbourhood=None, longitude=None)  # `neighbourhood` has an index and leaves few rows

    def with_coordinates(self) -> IncidentQuerySet:
        return self.filter(longitude__isnull=False)

    def since(self, day: date) -> IncidentQuerySet:
        """Incidents on or after this day. One known only to the month counts if any day of that month does."""
        exactly = Q(occurred_at__gte=midnight(day))
        in_month = Q(occurred_at__gte=midnight(day.replace(day=1)))
        return self.filter(in_month & (exactly | Q(precision="month")))

    def until(self, day: date) -> IncidentQuerySet:
        """Incidents on or before this day."""
        return self.filter(occurred_at__lt=midnight_after(day))

    def of_kinds(self, kinds: Iterable[str]) -> IncidentQuerySet:
        """Incidents of any of these: the ASB types, `unsaid` for behaviour without one, and `crime`."""
        wanted = Q(pk__in=[])
        for kind in kinds:
            wanted |= of_kind(kind)
        return self.filter(wanted)

    def with_qualifiers(self, codes: Iterable[str]) -> IncidentQuerySet:
        """Incidents with all of these qualifiers."""
        return self.filter(qualifiers__contains=list(codes))

    def tallied_by_type(self) -> list[tuple[str, int]]:
        """Name and number of incidents of each type, the most frequent first."""
        counted = self.values_list("type__name").annotate(number=Count("pk"))
        return list(counted.order_by("-number", "type__name"))

    def newest_at_each_location(self, *, among: int) -> list[tuple[str, int]]:
        """Location and id of the newest incident at each location, in their order, of so many newest incidents."""
        newest = self.newest_first().values("pk")[:among]
        by_location = self.filter(pk__in=newest).order_by("location", "-occurred_at", "-pk")
        return list(by_location.distinct("location").values_list("location", "pk"))

    def counted_by_period(self, first_days: Iterable[date]) -> list[tuple[int, int | None, int]]:
        """Period, neighbourhood id (None for no neighbourhood) and number of incidents.

        Each of `first_days` begins a period, counted from 1. Earlier incidents are in period 0.
        """
        begins = Value([midnight(day) for day in first_days], ArrayField(DateTimeField()))
        period = Func("occurred_at", begins, function="width_bucket", output_field=IntegerField())
        periods = self.annotate(period=period).values_list("period", "neighbourhood")
        return list(periods.annotate(number=Count("pk")).order_by())

    def after(self, pk: int) -> IncidentQuerySet:
        """Incidents with a higher id, in that order."""
        return self.filter(pk__gt=pk).order_by("pk")

    def for_reassignment(self) -> IncidentQuerySet:
        """Fetches only the coordinates and the neighbourhood."""
        return self.only("longitude", "latitude", "neighbourhood_id")

    def newest_first(self) -> IncidentQuerySet:
        return self.order_by("-occurred_at", "-id")

    def with_names(self) -> IncidentQuerySet:
        """Fetches the names that a list row shows, in the same query, without boundaries."""
        named = self.select_related("type", "neighbourhood", "neighbourhood__parent", "told_to__type")
        return named.defer("neighbourhood__boundary", "neighbourhood__parent__boundary")

    def for_rows(self) -> IncidentQuerySet:
        """Like `with_names`, and fetches nothing else but what a list row shows: no narrative."""
        return self.with_names().only(*SHOWN_IN_ROWS)

    def for_page(self) -> IncidentQuerySet:
        """Fetches what the page of one incident shows, in the same query."""
        return self.with_names().with_owners().with_sources()


def of_kind(kind: str) -> Q:
    """The condition for one of the kinds of `of_kinds`."""
    if kind == "crime":
        return Q(type__kind="crime")
    if kind == "unsaid":
        return Q(type__kind="behaviour", asb_type="")
    return Q(asb_type=kind)
