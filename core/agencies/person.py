"""The page of one person: their memberships, their sign-in, and what the reader may change."""

from dataclasses import dataclass

from django.utils import timezone

from core.access.principal import Principal
from core.access.verdict import Verdict
from core.accounts.models import Invitation, User
from core.agencies import rules
from core.agencies.models import Membership


@dataclass(frozen=True)
class MembershipRow:
    """One membership, and whether the reader may change or end it."""

    membership: Membership
    can_manage: Verdict
    can_end: Verdict


@dataclass(frozen=True)
class PersonPage:
    """What the template needs. Only the person and those who manage them see sign-ins and invitations."""

    person: User
    memberships: list[MembershipRow]
    earlier: list[Membership]
    invitation: Invitation | None
    is_invitation_open: bool
    can_suspend: Verdict
    can_reinstate: Verdict
    can_start_over: Verdict
    can_invite_again: Verdict
    is_self: bool

    @property
    def can_manage(self) -> bool:
        """Whether the reader manages any of the person's memberships."""
        return any(row.can_manage for row in self.memberships) or bool(self.can_suspend or self.can_reinstate)

    @property
    def shows_sign_ins(self) -> bool:
        return self.is_self or self.can_manage


def person_page(person: User, *, by: Principal) -> PersonPage:
    """Builds the page, with a fixed number of queries for each membership."""
    memberships = list(Membership.objects.of_user(person).with_people().newest_first())
    invitation = Invitation.objects.of_user(person).pending().order_by("-created_at").first()
    return PersonPage(
        person=person,
        memberships=[_row(each, by) for each in memberships if each.ended_at is None],
        earlier=[each for each in memberships if each.ended_at is not None],
        invitation=invitation,
        is_invitation_open=invitation is not None and invitation.expires_at > timezone.now(),
        can_suspend=rules.can_suspend(person, by),
        can_reinstate=rules.can_reinstate(person, by),
        can_start_over=rules.can_start_over(person, by),
        can_invite_again=rules.can_invite_again(person, by),
        is_self=person.pk == by.pk,
    )


def _row(membership: Membership, by: Principal) -> MembershipRow:
    return MembershipRow(
        membership, can_manage=rules.can_manage(membership, by), can_end=rules.can_end(membership, by)
    )
