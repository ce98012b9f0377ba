"""Ways to find incidents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from core.access.days import midnight, midnight_after
from core.access.grading import GradedQuerySet
from core.access.principal import Principal
from core.incidents.permissions import INCIDENT_READ

if TYPE_CHECKING:
    from core.incidents.models import Incident  # noqa: F401


class CodeListQuerySet(QuerySet[Any]):
    """Codes of a partnership's own list, with their names."""

    def in_use(self) -> CodeListQuerySet:
        return self.filter(retired_at=None)

    def with_codes(self, codes: Iterable[str]) -> CodeListQuerySet:
        return self.filter(code__in=list(codes))

    def by_name(self) -> CodeListQuerySet:
        return self.order_by("name")

    def names(self) -> dict[str, str]:
        """Each word in full, by its code; those no longer in use too, since old records carry them."""
        return dict(self.values_list("code", "name"))


class IncidentQuerySet(GradedQuerySet["Incident"]):
    """Reports."""

    def visible_to(self, user: Principal) -> IncidentQuerySet:
        """What the reader's role permits, up to their clearance."""
        acting = user.acting
        if acting is None or not acting.may(INCIDENT_READ):
            return self.none()
        return self.cleared_for(acting)

    def with_reference(self, text: str) -> IncidentQuerySet:
        """The one known as this; none where nothing could be."""
        return self.none() if "\x00" in text else self.filter(reference=text)

    def numbered(self, number: str) -> IncidentQuerySet:
        """Whose reference here, or number in a partner's own system, is this one, however it was typed."""
        return self.filter(Q(reference=number.upper()) | Q(source_reference__iexact=number))

    def with_words(self, words: str) -> IncidentQuerySet:
        """Whose report or place has all of these words, or their other forms; "a phrase", `or` and `-not` work too."""
        from core.incidents.models import WORDS  # the models are made of these querysets

        return self.alias(words=WORDS).filter(words=SearchQuery(words, search_type="websearch", config="english"))

    def in_neighbourhoods(self, ids: Iterable[int]) -> IncidentQuerySet:
        return self.filter(neighbourhood__in=list(ids))

    def outside_all_areas(self) -> IncidentQuerySet:
        """With a point that lies in none of the neighbourhoods."""
        return self.filter(neighbourhood=None, longitude__isnull=False)

    def without_coordinates(self) -> IncidentQuerySet:
        """Where nobody said where, or not as a point."""
        return self.filter(neighbourhood=None, longitude=None)  # the first by index, the second among those few

    def with_coordinates(self) -> IncidentQuerySet:
        return self.filter(longitude__isnull=False)

    def since(self, day: date) -> IncidentQuerySet:
        """On or after this day; what is known to the month alone counts if any day of the month could be it."""
        exactly = Q(occurred_at__gte=midnight(day))
        in_month = Q(occurred_at__gte=midnight(day.replace(day=1)))
        return self.filter(in_month & (exactly | Q(precision="month")))

    def until(self, day: date) -> IncidentQuerySet:
        """On or before this day."""
        return self.filter(occurred_at__lt=midnight_after(day))

    def of_kinds(self, kinds: Iterable[str]) -> IncidentQuerySet:
        """Of any of these: the ASB types, `unsaid` for behaviour without a recorded type, and `crime`."""
        wanted = Q(pk__in=[])
        for kind in kinds:
            wanted |= of_kind(kind)
        return self.filter(wanted)

    def of_type(self, code: str) -> IncidentQuerySet:
        """Of the type with this code."""
        return self.filter(type__code=code)

    def with_qualifiers(self, codes: Iterable[str]) -> IncidentQuerySet:
        """With all of these."""
        return self.filter(qualifiers__contains=list(codes))

    def told_to(self, agency_code: str) -> IncidentQuerySet:
        return self.filter(told_to__code=agency_code)

    def of_source(self, source: Any, references: Iterable[str]) -> IncidentQuerySet:
        """What this source sent under these references of its own."""
        return self.filter(source=source, source_reference__in=list(references))

    def tallied_by_type(self) -> list[tuple[str, int]]:
        """How many of each type, the most first."""
        counted = self.values_list("type__name").annotate(number=Count("pk"))
        return list(counted.order_by("-number", "type__name"))

    def counted_by_month(self) -> list[tuple[datetime, int | None, int]]:
        """Month, neighbourhood (its id, None for no neighbourhood) and how many."""
        months = self.annotate(month=TruncMonth("occurred_at")).values_list("month", "neighbourhood")
        return list(months.annotate(number=Count("pk")).order_by())

    def known_as(self) -> IncidentQuerySet:
        """With no more than it takes to tell whether a source says something new, and what protects it already."""
        return self.only(
            "reference",
            "source_reference",
            "content_digest",
            "purpose",
            "level",
            "source_evaluation",
            "information_assessment",
            "handling",
            "handling_conditions",
        )

    def for_answers(self) -> IncidentQuerySet:
        """With what an answer about a batch names, and the handling that `recording.seen` reads."""
        return self.only("reference", "handling", "handling_conditions")

    def after(self, pk: int) -> IncidentQuerySet:
        """Those that were entered later, in that order."""
        return self.filter(pk__gt=pk).order_by("pk")

    def for_placing(self) -> IncidentQuerySet:
        """With no more than it takes to place them on the map."""
        return self.only("longitude", "latitude", "neighbourhood_id")

    def newest_first(self) -> IncidentQuerySet:
        return self.order_by("-occurred_at", "-id")

    def with_names(self) -> IncidentQuerySet:
        """With what a list row names, in the same query, and without boundaries."""
        named = self.select_related("type", "neighbourhood", "neighbourhood__parent", "told_to__type")
        return named.defer("neighbourhood__boundary", "neighbourhood__parent__boundary")

    def with_owners(self) -> IncidentQuerySet:
        """With the agency that answers for each, in the same query."""
        return self.select_related("owner__type")

    def with_sources(self) -> IncidentQuerySet:
        """With the system that each came from."""
        return self.select_related("source")


def of_kind(kind: str) -> Q:
    """The condition for one of the kinds that `of_kinds` knows."""
    if kind == "crime":
        return Q(type__kind="crime")
    if kind == "unsaid":
        return Q(type__kind="behaviour", asb_type="")
    return Q(asb_type=kind)


def with_qualifier(code: str) -> Q:
    """The condition for one qualifier."""
    return Q(qualifiers__contains=[code])
