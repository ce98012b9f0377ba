"""Filters of notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.utils import timezone

from core.access import records
from core.access.principal import Principal, acting_of, may
from core.access.roles import Spoc
from core.tasks import kinds
from core.tasks.permissions import NOTICE_READ

if TYPE_CHECKING:
    from core.tasks.models import Notice

OPEN = Q(done_at=None, withdrawn_at=None)
DONE_SHOWN_FOR = timedelta(days=30)


class NoticeQuerySet(QuerySet["Notice"]):
    """Notices."""

    def visible_to(self, reader: Principal) -> NoticeQuerySet:
        """Those for the reader, about records that the reader may see now.

        One that is about a withheld record is filtered out by the database. So it is in no count, and a page makes the
        same queries whether it exists or not. Notices of a kind that a later release has dropped are left out too.
        """
        if not may(reader, NOTICE_READ):
            return self.none()
        known = self.filter(kind__in=[each.code for each in kinds.registered()])
        return known.for_recipient(reader).filter(_about_visible(reader))

    def for_recipient(self, reader: Principal) -> NoticeQuerySet:
        """For this membership; for a single point of contact, also those for the agency."""
        acting = acting_of(reader)
        if acting.membership_id is None:
            return self.none()
        if acting.role is Spoc:
            return self.filter(Q(membership=acting.membership_id) | Q(agency=acting.agency_id))
        return self.filter(membership=acting.membership_id)

    def about(self, key: str) -> NoticeQuerySet:
        """About the record with this key."""
        record_type, _, record_id = key.partition(":")
        return self.filter(record_type=record_type, record_id=record_id)

    def like(self, notices: Collection[Notice]) -> NoticeQuerySet:
        """At least those with a kind, record and recipient of one of these notices."""
        recipients = Q(membership__in={each.membership_id for each in notices if each.membership_id})
        recipients |= Q(agency__in={each.agency_id for each in notices if each.agency_id})
        return self.filter(
            recipients,
            kind__in={each.kind for each in notices},
            record_type__in={each.record_type for each in notices},
            record_id__in={each.record_id for each in notices},
        )

    def for_agency(self, agency_id: int) -> NoticeQuerySet:
        """For this agency or one of its people."""
        return self.filter(Q(agency=agency_id) | Q(membership__agency=agency_id))

    def of_kinds(self, codes: Collection[str]) -> NoticeQuerySet:
        return self.filter(kind__in=codes)

    def open(self) -> NoticeQuerySet:
        """Neither done nor withdrawn."""
        return self.filter(OPEN)

    def open_or_recently_done(self) -> NoticeQuerySet:
        """What the page of notices shows: open, or done in the last 30 days."""
        return self.filter(OPEN | Q(done_at__gte=timezone.now() - DONE_SHOWN_FOR))

    def first_due_first(self) -> NoticeQuerySet:
        """By due date, those without one last; of each day the newest first."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-created_at", "-pk")

    def newest_first(self) -> NoticeQuerySet:
        return self.order_by("-created_at", "-pk")

    def with_total(self) -> NoticeQuerySet:
        """Each row with `total`, the number of all rows whatever the limit, in the same query."""
        return self.annotate(total=Window(Count("*")))

    def with_answers(self) -> NoticeQuerySet:
        """Fetches who marked them as done in the same query."""
        return self.select_related("done_by")


def _about_visible(reader: Principal) -> Q:
    """Whether the record of a notice is one that the reader may see, of any type that kinds are about.

    `Exists` by the id, so that the records of a few notices are looked up and not all records that the reader may see.
    """
    visible = Q(pk__in=[])
    about = kinds.models()
    for each in (each for each in records.types() if issubclass(each.model, about)):
        rows = each.visible_to(reader).filter(pk=OuterRef("record_id"))
        visible |= Q(record_type=each.code) & Q(Exists(rows))
    return visible
