"""Ways to find agencies, teams, memberships and sources."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from core.access.permissions import Administrator, Permission, Spoc
from core.accounts.models import Invitation, User

if TYPE_CHECKING:
    from core.agencies.models import Agency, Membership, Source, Team  # noqa: F401


class AgencyQuerySet(QuerySet["Agency"]):
    """Partner agencies."""

    def present(self) -> AgencyQuerySet:
        """Those that have not left the partnership."""
        return self.filter(left_at=None)

    def visible_to(self, user: Any) -> AgencyQuerySet:
        """Every partner may know who the partners are."""
        return self.all() if user.acting and user.acting.may(Permission.AGENCY_READ) else self.none()

    def inviting(self, user: Any) -> AgencyQuerySet:
        """Those whose people the user looks after: all for an administrator, their own for a SPOC."""
        acting = user.acting
        if acting is None:
            return self.none()
        if acting.may(Permission.MEMBERSHIP_MANAGE_ALL):
            return self.present()
        if acting.may(Permission.MEMBERSHIP_MANAGE):
            return self.present().filter(pk=acting.agency_id)
        return self.none()

    def without_contact(self) -> AgencyQuerySet:
        """Those that have not left and have no single point of contact."""
        from core.agencies.models import Membership  # the models import these querysets

        return self.present().exclude(Exists(Membership.objects.current().spocs().filter(agency=OuterRef("pk"))))

    def with_types(self) -> AgencyQuerySet:
        return self.select_related("type")

    def with_counts(self) -> AgencyQuerySet:
        """With `member_count` (who may sign in) and `team_count`."""
        current = Q(memberships__ended_at=None, memberships__user__is_active=True)
        return self.annotate(
            member_count=Count("memberships", filter=current, distinct=True),
            team_count=Count("teams", distinct=True),
        )

    def matching(self, *, sector: str = "", duty: str = "") -> AgencyQuerySet:
        """Of a sector; with a duty under the Crime and Disorder Act (`statutory`), or without (`other`)."""
        agencies = self.filter(type__sector=sector) if sector else self
        return agencies.filter(type__statutory=duty == "statutory") if duty else agencies

    def by_name(self) -> AgencyQuerySet:
        return self.order_by("name")


class TeamQuerySet(QuerySet["Team"]):
    """Teams of agencies."""

    def with_counts(self) -> TeamQuerySet:
        """With `member_count`, of those who may sign in."""
        current = Q(memberships__ended_at=None, memberships__user__is_active=True)
        return self.annotate(member_count=Count("memberships", filter=current))

    def of(self, agency: Agency) -> TeamQuerySet:
        return self.filter(agency=agency)

    def named(self, name: str, *, agency: Agency, other_than: Team | None = None) -> TeamQuerySet:
        """Teams of the agency that bear this name, whatever its capitals."""
        alike = self.of(agency).filter(name__iexact=name)
        return alike.exclude(pk=other_than.pk) if other_than else alike

    def by_name(self) -> TeamQuerySet:
        return self.order_by("name")


class MembershipQuerySet(QuerySet["Membership"]):
    """Who works for whom."""

    def standing(self) -> MembershipQuerySet:
        """Not ended, at an agency that has not left, whether or not its holder is suspended."""
        return self.filter(ended_at=None, agency__left_at=None)

    def current(self) -> MembershipQuerySet:
        """Standing, of a user who is not suspended: what somebody can act under."""
        return self.standing().filter(user__is_active=True)

    def of_user(self, user: Any) -> MembershipQuerySet:
        return self.filter(user=user)

    def acted_under(self, user: Any) -> MembershipQuerySet:
        """The one that the user acts under in this request."""
        return self.filter(pk=user.acting.membership_id)

    def at(self, agency_id: int | None) -> MembershipQuerySet:
        return self.filter(agency_id=agency_id) if agency_id else self.none()

    def administrators(self) -> MembershipQuerySet:
        """Those through whom the partnership is run."""
        return self.filter(role=Administrator.code)

    def administrators_and(self, also: Membership | None) -> MembershipQuerySet:
        """All administrators' that were not ended, and one more."""
        return self.filter(Q(role=Administrator.code, ended_at=None) | Q(pk=also.pk if also else None))

    def spocs(self) -> MembershipQuerySet:
        """Whom to ring about an agency's people."""
        return self.filter(role=Spoc.code)

    def visible_to(self, user: Any) -> MembershipQuerySet:
        """Every partner may know who works for the partners."""
        return self.all() if user.acting and user.acting.may(Permission.AGENCY_READ) else self.none()

    def with_people(self) -> MembershipQuerySet:
        return self.select_related("user", "agency", "agency__type", "team")

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__name", "pk")

    def newest_first(self) -> MembershipQuerySet:
        return self.order_by("-created_at", "-pk")

    def last_used_first(self, user: Any) -> MembershipQuerySet:
        """The agency acted for last, then the others by name."""
        return self.order_by(
            ExpressionWrapper(Q(agency_id=user.last_agency_id), BooleanField()).desc(), "agency__name"
        )


class PersonQuerySet(QuerySet[User]):
    """People with an account, found through the agencies that they work for."""

    def visible_to(self, user: Any) -> PersonQuerySet:
        """Every partner may know who works for the partners."""
        return self.all() if user.acting and user.acting.may(Permission.AGENCY_READ) else self.none()

    def matching(
        self, *, q: str = "", agency: Agency | None = None, role: str = "", state: str = ""
    ) -> PersonQuerySet:
        """What a list's filter asks for; what it leaves open is not asked."""
        people = self.called(q)
        if agency or role:
            held = {"agency": agency, "role": role}
            people = people.filter(self._holding(**{name: value for name, value in held.items() if value}))
        return people.in_state(state) if state else people

    def called(self, words: str) -> PersonQuerySet:
        """Whose name or address holds each of these words."""
        people = self
        for word in words.split():
            people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return people

    def in_state(self, state: str) -> PersonQuerySet:
        """`working`, `suspended`, `invited` (has never signed in), or `gone` (no membership stands)."""
        match state:
            case "suspended":
                return self.filter(is_active=False)
            case "invited":
                return self.filter(self._holding(), is_active=True, last_login=None)
            case "gone":
                return self.exclude(self._holding())
            case _:
                return self.filter(self._holding(), is_active=True)

    def looked_after_by(self, user: Any) -> PersonQuerySet:
        """Those of the agencies that the user may invite people to."""
        from core.agencies.models import Agency  # the models import these querysets

        return self.filter(self._holding(agency__in=Agency.objects.inviting(user)))

    def with_invitations(self) -> PersonQuerySet:
        """With `invited_until`, when their invitation expires; None where it was withdrawn. The earliest first."""
        latest = Invitation.objects.pending().filter(user=OuterRef("pk")).order_by("-created_at")
        annotated = self.annotate(invited_until=Subquery(latest.values("expires_at")[:1]))
        return annotated.order_by(F("invited_until").asc(nulls_first=True), "name", "pk")

    def signed_in_since(self, moment: datetime) -> PersonQuerySet:
        return self.filter(last_login__gte=moment)

    def with_memberships(self) -> PersonQuerySet:
        """With `standing_memberships` on each, fetched in one further query."""
        from core.agencies.models import Membership  # the models import these querysets

        standing = Membership.objects.standing().with_people().order_by("agency__name")
        return self.prefetch_related(Prefetch("memberships", queryset=standing, to_attr="standing_memberships"))

    def by_name(self) -> PersonQuerySet:
        return self.order_by("name", "pk")

    @staticmethod
    def _holding(**which: Any) -> Exists:
        from core.agencies.models import Membership  # the models import these querysets

        return Exists(Membership.objects.standing().filter(user=OuterRef("pk"), **which))


class SourceQuerySet(QuerySet["Source"]):
    """Systems that records come from."""

    def with_agency(self) -> SourceQuerySet:
        return self.select_related("agency__type")

    def visible_to(self, user: Any) -> SourceQuerySet:
        """Every partner may know which systems the partners send from."""
        return self.all() if user.acting and user.acting.may(Permission.AGENCY_READ) else self.none()

    def by_agency(self) -> SourceQuerySet:
        return self.order_by("agency__name", "name")
