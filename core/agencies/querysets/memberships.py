"""Filters of memberships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from core.access.principal import Principal, acting_of, may
from core.access.roles import Administrator, Spoc
from core.accounts.models import User
from core.agencies.permissions import AGENCY_READ

if TYPE_CHECKING:
    from core.agencies.models import Membership

AGENCY_SHOWN = ("agency__code", "agency__name", "agency__type__sector")
"""What `components/agency.jinja` shows of an agency."""


class MembershipQuerySet(QuerySet["Membership"]):
    """Memberships."""

    def not_ended(self) -> MembershipQuerySet:
        """Not ended, at an agency that has not left. Includes those of suspended users; see `current`."""
        return self.filter(ended_at=None, agency__left_at=None)

    def current(self) -> MembershipQuerySet:
        """Not ended, of a user who is not suspended: memberships that can be acted under."""
        return self.not_ended().filter(user__is_active=True)

    def of_user(self, user: User) -> MembershipQuerySet:
        return self.filter(user=user)

    def acted_under(self, user: Principal) -> MembershipQuerySet:
        """The membership that the user acts under in this request."""
        membership_id = acting_of(user).membership_id
        return self.filter(pk=membership_id) if membership_id else self.none()

    def at(self, agency_id: int | None) -> MembershipQuerySet:
        return self.filter(agency_id=agency_id) if agency_id else self.none()

    def at_any(self, agency_ids: Iterable[int]) -> MembershipQuerySet:
        return self.filter(agency_id__in=list(agency_ids))

    def administrators(self) -> MembershipQuerySet:
        """Memberships of administrators."""
        return self.filter(role=Administrator.code)

    def administrators_and(self, also: Membership | None) -> MembershipQuerySet:
        """All administrators' memberships that have not ended, and one more."""
        return self.filter(Q(role=Administrator.code, ended_at=None) | Q(pk=also.pk if also else None))

    def spocs(self) -> MembershipQuerySet:
        """Memberships of single points of contact."""
        return self.filter(role=Spoc.code)

    def signatories(self) -> MembershipQuerySet:
        """Memberships of people who sign agreements for their agency."""
        return self.filter(signs_agreements=True)

    def visible_to(self, user: Principal) -> MembershipQuerySet:
        """All memberships, for those who may see the agencies."""
        return self.all() if may(user, AGENCY_READ) else self.none()

    def with_people(self) -> MembershipQuerySet:
        return self.select_related("user", "agency", "agency__type", "team")

    def for_lists(self) -> MembershipQuerySet:
        """Fetches only what a list of people shows: role, level, job title and agency."""
        return self.select_related("agency__type").only("user", "role", "level", "job_title", *AGENCY_SHOWN)

    def for_contacts(self) -> MembershipQuerySet:
        """Fetches only what a list of contacts shows: name, email address, job title and agency."""
        shown = self.select_related("user", "agency__type")
        return shown.only("user__name", "user__email", "job_title", *AGENCY_SHOWN)

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__name", "pk")

    def newest_first(self) -> MembershipQuerySet:
        return self.order_by("-created_at", "-pk")

    def last_used_first(self, user: User) -> MembershipQuerySet:
        """The agency chosen last, then the others by name."""
        return self.order_by(
            ExpressionWrapper(Q(agency_id=user.last_agency_id), BooleanField()).desc(), "agency__name"
        )
