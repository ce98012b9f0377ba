"""Filters of agencies and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.access.principal import Principal, may
from core.agencies.permissions import AGENCY_READ, MEMBERSHIP_MANAGE, MEMBERSHIP_MANAGE_ALL

if TYPE_CHECKING:
    from core.agencies.models import Agency, Team


class AgencyQuerySet(QuerySet["Agency"]):
    """Partner agencies."""

    def present(self) -> AgencyQuerySet:
        """Agencies that have not left the partnership."""
        return self.filter(left_at=None)

    def visible_to(self, user: Principal) -> AgencyQuerySet:
        """All agencies, for those who may see them."""
        return self.all() if may(user, AGENCY_READ) else self.none()

    def with_people_managed_by(self, user: Principal) -> AgencyQuerySet:
        """Agencies whose people the user manages: all for an administrator, their own for a SPOC."""
        acting = user.acting
        if acting is None:
            return self.none()
        if acting.may(MEMBERSHIP_MANAGE_ALL):
            return self.present()
        if acting.may(MEMBERSHIP_MANAGE):
            return self.present().filter(pk__in=[acting.agency_id])
        return self.none()

    def without_contact(self) -> AgencyQuerySet:
        """Agencies that have not left and have no single point of contact."""
        from core.agencies.models import Membership  # the models import these querysets

        return self.present().exclude(Exists(Membership.objects.current().spocs().filter(agency=OuterRef("pk"))))

    def with_types(self) -> AgencyQuerySet:
        return self.select_related("type")

    def with_counts(self) -> AgencyQuerySet:
        """With `member_count` (of those who can sign in) and `team_count`."""
        current = Q(memberships__ended_at=None, memberships__user__is_active=True)
        return self.annotate(
            member_count=Count("memberships", filter=current, distinct=True),
            team_count=Count("teams", distinct=True),
        )

    def of_sector(self, sector: str) -> AgencyQuerySet:
        return self.filter(type__sector=sector)

    def with_duty(self, duty: str) -> AgencyQuerySet:
        """With a duty under the Crime and Disorder Act (`statutory`), or without (`other`)."""
        return self.filter(type__statutory=duty == "statutory")

    def by_name(self) -> AgencyQuerySet:
        return self.order_by("name")


class TeamQuerySet(QuerySet["Team"]):
    """Teams of agencies."""

    def with_counts(self) -> TeamQuerySet:
        """With `member_count`, of those who can sign in."""
        current = Q(memberships__ended_at=None, memberships__user__is_active=True)
        return self.annotate(member_count=Count("memberships", filter=current))

    def of(self, agency: Agency) -> TeamQuerySet:
        return self.filter(agency=agency)

    def named(self, name: str, *, agency: Agency, other_than: Team | None = None) -> TeamQuerySet:
        """Teams of the agency with this name, ignoring case."""
        alike = self.of(agency).filter(name__iexact=name)
        return alike.exclude(pk=other_than.pk) if other_than else alike

    def by_name(self) -> TeamQuerySet:
        return self.order_by("name")
