"""Ways to find agencies, memberships and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from core.access.permissions import Permission

if TYPE_CHECKING:
    pass


class AgencyQuerySet(QuerySet["Agency"]):
    """Partner agencies."""

    def present(self) -> AgencyQuerySet:
        """Those that have not left the partnership."""
        return self.filter(left_at=None)

    def visible_to(self, user: Any) -> AgencyQuerySet:
        """Every partner may know who the partners are."""
        return self.all() if user.acting and user.acting.may(Permission.AGENCY_READ) else self.none()

    def with_member_counts(self) -> AgencyQuerySet:
        current = Q(memberships__ended_at=None, memberships__user__is_active=True)
        return self.annotate(member_count=Count("memberships", filter=current))

    def by_name(self) -> AgencyQuerySet:
        return self.order_by("name")


class MembershipQuerySet(QuerySet["Membership"]):
    """Who works for whom."""

    def current(self) -> MembershipQuerySet:
        """Not ended, of a user who is not suspended, at an agency that has not left."""
        return self.filter(ended_at=None, user__is_active=True, agency__left_at=None)

    def of_user(self, user: Any) -> MembershipQuerySet:
        return self.filter(user=user)

    def manageable_by(self, user: Any) -> MembershipQuerySet:
        """All of them for an administrator, those of the own agency for a SPOC, none for others."""
        acting = user.acting
        if acting is None:
            return self.none()
        if acting.may(Permission.MEMBERSHIP_MANAGE_ALL):
            return self.all()
        if acting.may(Permission.MEMBERSHIP_MANAGE):
            return self.filter(agency_id=acting.agency_id)
        return self.none()

    def with_people(self) -> MembershipQuerySet:
        return self.select_related("user", "agency", "agency__type", "team")

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__name", "pk")


class SourceQuerySet(QuerySet["Source"]):
    """Systems that records come from."""

    def with_agency(self) -> SourceQuerySet:
        return self.select_related("agency")
