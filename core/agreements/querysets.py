"""Filters of agreements, their parties, and purposes and lawful bases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.access.principal import Principal, may
from core.agreements.permissions import AGREEMENT_DRAFT, AGREEMENT_READ, AGREEMENT_READ_ALL
from core.areas.models import Area

if TYPE_CHECKING:
    from core.agreements.models import Agreement, Party, Term  # noqa: F401

_Term = TypeVar("_Term", bound="Term")


class TermQuerySet(QuerySet[_Term]):
    """Purposes or lawful bases."""

    def visible_to(self, reader: Principal) -> Self:
        """All of them, for those who may read agreements."""
        return self.all() if may(reader, AGREEMENT_READ) else self.none()

    def in_use(self) -> Self:
        """Those that a new agreement can choose."""
        return self.filter(retired_at=None)

    def in_use_or(self, codes: Collection[str]) -> Self:
        """Those that a new agreement can choose, and these."""
        return self.filter(Q(retired_at=None) | Q(code__in=codes))

    def with_codes(self, codes: Collection[str]) -> Self:
        return self.filter(code__in=codes)

    def called(self, name: str, *, other_than: Term | None = None) -> Self:
        """Those with this name, ignoring case."""
        alike = self.filter(name__iexact=name)
        return alike.exclude(pk=other_than.pk) if other_than else alike

    def retired(self) -> Self:
        return self.filter(retired_at__isnull=False)

    def by_name(self) -> Self:
        return self.order_by("name")


class AgreementQuerySet(QuerySet["Agreement"]):
    """Agreements."""

    def visible_to(self, reader: Principal) -> Self:
        """The agreements of the reader's agency, or of all agencies with permission to read them all.

        A draft is visible only to those of its parties who may draft or sign, and to the agency that drafts it.
        """
        acting = reader.acting
        if acting is None or not acting.may(AGREEMENT_READ):
            return self.none()
        if acting.may(AGREEMENT_READ_ALL):
            return self.all()
        mine = self.of_agency(acting.agency_id)
        return mine if acting.may(AGREEMENT_DRAFT) or acting.signs_agreements else mine.offered()

    def of_agency(self, agency_id: int | None) -> Self:
        """Agreements that the agency is a party of, also those that it has left, and those that it drafted."""
        party = _parties().filter(agreement=OuterRef("pk"), agency=agency_id)
        return self.filter(Exists(party) | Q(drafted_by__agency=agency_id))

    def offered(self) -> Self:
        """Agreements that have been offered for signature. They may have lapsed since."""
        return self.filter(offered_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(offered_at=None, withdrawn_at=None)

    def with_state(self, *, on: date | None = None) -> Self:
        """With `state` on this day, today unless it is given: a value of `Agreement.State`."""
        day = on or timezone.localdate()
        remaining, signed = _number_of(left_at=None), _number_of(left_at=None, signed_at__isnull=False)
        return self.alias(remaining=remaining, signed=signed).annotate(
            state=Case(
                When(withdrawn_at__isnull=False, then=Value("withdrawn")),
                When(offered_at=None, then=Value("draft")),
                When(lapses_on__lt=day, then=Value("lapsed")),
                When(remaining__lt=2, then=Value("ended")),
                When(signed__lt=2, then=Value("offered")),
                When(starts_on__gt=day, then=Value("scheduled")),
                default=Value("in-force"),
                output_field=CharField(),
            )
        )

    def in_state(self, state: str, *, on: date | None = None) -> Self:
        """Agreements in this state: a value of `Agreement.State`."""
        return self.with_state(on=on).filter(state=state)

    def in_force(self, on: date | None = None) -> Self:
        """Agreements that at least two agencies have signed and not left, and that have begun and not lapsed."""
        return self.in_state("in-force", on=on)

    def lapsing_within(self, days: int, *, on: date | None = None) -> Self:
        """Agreements in force that lapse in this number of days or sooner."""
        day = on or timezone.localdate()
        return self.in_force(day).filter(lapses_on__lte=day + timedelta(days=days))

    def unsigned_by(self, agency_id: int | None) -> Self:
        """Agreements that can be signed, and that this agency is a party of and has not signed."""
        waiting = _parties().filter(agreement=OuterRef("pk"), agency=agency_id, signed_at=None)
        return self.with_state().filter(Exists(waiting), state__in=["offered", "scheduled", "in-force"])

    def around(self, agreement: Agreement) -> Self:
        """The agreement that this one replaces, and those that replace it."""
        return self.filter(Q(pk=agreement.replaces_id) | Q(replaces=agreement))

    def for_purpose(self, code: str) -> Self:
        return self.filter(purposes__contains=[code])

    def for_lawful_basis(self, code: str) -> Self:
        return self.filter(lawful_bases__contains=[code])

    def of_party(self, code: str) -> Self:
        """Agreements that the agency with this code is a party of and has not left."""
        return self.filter(Exists(_parties().filter(agreement=OuterRef("pk"), agency__code=code, left_at=None)))

    def covering(self, code: str) -> Self:
        """Agreements that cover the area with this code, or a part of it."""
        inside = Area.objects.in_area(code).values("pk")
        around = Area.objects.around(code).values("pk")
        covered = Area.objects.filter(agreements=OuterRef("pk"))
        return self.filter(Q(everywhere=True) | Exists(covered.filter(Q(pk__in=inside) | Q(pk__in=around))))

    def with_words(self, words: str) -> Self:
        """Agreements with this text in their reference, title, text or conditions."""
        wanted = words.replace("\x00", "")
        fields = ("reference", "title", "text", "categories", "conditions")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": wanted})
        return self.filter(found)

    def with_reference(self, text: str) -> Self:
        """The agreement with this reference, in upper or lower case."""
        return self.none() if "\x00" in text else self.filter(reference=text.upper())

    def for_rows(self) -> Self:
        """Fetches what a row of the list shows: state, parties and areas."""
        return self.with_state().prefetch_related(_parties_by_name(), _areas_by_name())

    def for_page(self) -> Self:
        """Fetches what the page of an agreement and its rules read."""
        people = ("drafted_by", "offered_by", "withdrawn_by")
        along = (f"{each}__{part}" for each in people for part in ("user", "agency__type"))
        found = self.select_related("replaces", *along).with_state()
        return found.prefetch_related(_parties_by_name(signers=True), _areas_by_name())

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def by_lapse(self) -> Self:
        return self.order_by("lapses_on", "pk")


class PartyQuerySet(QuerySet["Party"]):
    """Parties of agreements."""

    def in_force(self, on: date | None = None) -> Self:
        """Agencies that have signed and not left an agreement whose dates include this day, today unless it is given.

        Two agencies share under an agreement while both have a row here.
        """
        day = on or timezone.localdate()
        return self.filter(
            signed_at__isnull=False,
            left_at=None,
            agency__left_at=None,
            agreement__withdrawn_at=None,
            agreement__starts_on__lte=day,
            agreement__lapses_on__gte=day,
        )

    def of_agency(self, agency_id: int | None) -> Self:
        return self.filter(agency=agency_id)


def _parties() -> PartyQuerySet:
    """All parties. The model is named here because its module imports this one."""
    from core.agreements.models import Party

    return Party.objects.all()


def _number_of(**conditions: Any) -> Coalesce:
    """How many parties of the agreement that are still in the partnership meet the conditions."""
    present = _parties().filter(agreement=OuterRef("pk"), agency__left_at=None)
    rows = present.filter(**conditions).order_by().values("agreement")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), Value(0))


def _parties_by_name(*, signers: bool = False) -> Prefetch[str]:
    rows = _parties().select_related("agency__type").order_by("agency__name")
    return Prefetch("parties", rows.select_related("signed_by__user", "left_by__user") if signers else rows)


def _areas_by_name() -> Prefetch[str]:
    return Prefetch("areas", Area.objects.with_districts().without_boundaries().by_name())
