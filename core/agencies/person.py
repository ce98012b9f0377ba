"""Somebody's page: for whom they work, as what, and what the reader may do about it."""

from dataclasses import dataclass

from django.utils import timezone

from core.access.principal import Principal
from core.access.verdict import Verdict
from core.accounts.models import Invitation, User
from core.agencies import rules
from core.agencies.models import Membership


@dataclass(frozen=True)
class Place:
    """One membership, and whether the reader may change or end it."""

    membership: Membership
    can_manage: Verdict
    can_end: Verdict


@dataclass(frozen=True)
class PersonPage:
    """What a template needs. Sign-ins and invitations are for who looks after the person, and for themself."""

    person: User
    places: list[Place]
    earlier: list[Membership]
    invitation: Invitation | None
    is_invitation_open: bool
    can_suspend: Verdict
    can_reinstate: Verdict
    can_start_over: Verdict
    can_invite_again: Verdict
    is_self: bool

    @property
    def looks_after(self) -> bool:
        """Whether the reader manages any of the person's places."""
        return any(place.can_manage for place in self.places) or bool(self.can_suspend or self.can_reinstate)

    @property
    def shows_sign_ins(self) -> bool:
        return self.is_self or self.looks_after


def person_page(person: User, *, by: Principal) -> PersonPage:
    """Puts the page together, in a fixed number of queries for each membership."""
    memberships = list(Membership.objects.of_user(person).with_people().newest_first())
    invitation = Invitation.objects.of_user(person).pending().order_by("-created_at").first()
    return PersonPage(
        person=person,
        places=[_place(each, by) for each in memberships if each.ended_at is None],
        earlier=[each for each in memberships if each.ended_at is not None],
        invitation=invitation,
        is_invitation_open=invitation is not None and invitation.expires_at > timezone.now(),
        can_suspend=rules.can_suspend(person, by),
        can_reinstate=rules.can_reinstate(person, by),
        can_start_over=rules.can_start_over(person, by),
        can_invite_again=rules.can_invite_again(person, by),
        is_self=person.pk == by.pk,
    )


def _place(membership: Membership, by: Principal) -> Place:
    return Place(membership, can_manage=rules.can_manage(membership, by), can_end=rules.can_end(membership, by))
