"""Filters of people: users, found through the agencies that they work for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from core.access.principal import Principal, may
from core.accounts.models import Invitation, User
from core.agencies.permissions import AGENCY_READ

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from core.agencies.models import Membership

    class Fetched(TypedDict):
        """What `with_invitations` fetches with each person."""

        invited_until: datetime | None
        not_ended_memberships: list[Membership]

    InvitedPerson = WithAnnotations[User, Fetched]


class PersonQuerySet(QuerySet[User]):
    """Users, found through their memberships."""

    def visible_to(self, user: Principal) -> PersonQuerySet:
        """Everybody, for those who may see the agencies."""
        return self.all() if may(user, AGENCY_READ) else self.none()

    def holding(self, **which: Any) -> PersonQuerySet:
        """With a membership like this that has not ended."""
        return self.filter(self._holding(**which))

    def called(self, words: str) -> PersonQuerySet:
        """Whose name or address holds each of these words."""
        people = self
        for word in words.split():
            people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return people

    def in_state(self, state: str) -> PersonQuerySet:
        """`working`, `suspended`, `invited` (has never signed in), or `gone` (every membership has ended)."""
        match state:
            case "suspended":
                return self.filter(is_active=False)
            case "invited":
                return self.filter(self._holding(), is_active=True, last_login=None)
            case "gone":
                return self.exclude(self._holding())
            case _:
                return self.filter(self._holding(), is_active=True)

    def managed_by(self, user: Principal) -> PersonQuerySet:
        """People of the agencies whose people the user manages."""
        from core.agencies.models import Agency  # the models import these querysets

        return self.filter(self._holding(agency__in=Agency.objects.with_people_managed_by(user)))

    def with_invitations(self) -> QuerySet[InvitedPerson]:
        """With their memberships and `invited_until`, when their invitation expires; None where it was withdrawn.

        The earliest first.
        """
        latest = Invitation.objects.pending().filter(user=OuterRef("pk")).order_by("-created_at")
        annotated = self.with_memberships().annotate(invited_until=Subquery(latest.values("expires_at")[:1]))
        ordered = annotated.order_by(F("invited_until").asc(nulls_first=True), "name", "pk")
        return cast("QuerySet[InvitedPerson]", ordered)

    def signed_in_since(self, moment: datetime) -> PersonQuerySet:
        return self.filter(last_login__gte=moment)

    def with_memberships(self) -> PersonQuerySet:
        """With `not_ended_memberships` on each, in one more query that fetches what lists show of them."""
        from core.agencies.models import Membership  # the models import these querysets

        memberships = Membership.objects.not_ended().for_lists().order_by("agency__name")
        return self.prefetch_related(Prefetch("memberships", queryset=memberships, to_attr="not_ended_memberships"))

    def by_name(self) -> PersonQuerySet:
        return self.order_by("name", "pk")

    @staticmethod
    def _holding(**which: Any) -> Exists:
        from core.agencies.models import Membership  # the models import these querysets

        return Exists(Membership.objects.not_ended().filter(user=OuterRef("pk"), **which))
