"""The part of My work for people who manage agencies and their members."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core.access.principal import Principal, acting_of
from core.access.roles import InformationGovernance
from core.accounts.models import User
from core.agencies import people
from core.agencies.models import Agency, Membership, Source
from core.agencies.permissions import AGENCY_MANAGE, MEMBERSHIP_MANAGE
from core.areas.models import Area
from core.intake.models import ApiClient

SHOWN = 6


@dataclass(frozen=True)
class Step:
    """Something that a new administrator does once. `address` is empty if it is done outside the service."""

    name: str
    is_done: bool
    address: str = ""


@dataclass(frozen=True)
class Invited:
    """A person who has not signed in yet. `until` is None if the invitation was withdrawn."""

    person: User
    agencies: str
    until: datetime | None
    has_expired: bool


@dataclass(frozen=True)
class Administration:
    """What needs doing about agencies and people. The lists are empty for users who may not do it."""

    may_invite: bool = False
    may_manage: bool = False
    invited: list[Invited] = field(default_factory=list)
    without_contact: list[Agency] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def steps_done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def steps_left(self) -> int:
        return len(self.steps) - self.steps_done


def administration_of(user: Principal) -> Administration:
    """What this user can do about agencies and people, in a fixed number of queries."""
    acting = acting_of(user)
    may_invite = acting.may(MEMBERSHIP_MANAGE)
    may_manage = acting.may(AGENCY_MANAGE)
    without_contact = list(Agency.objects.without_contact().by_name()) if may_manage else []
    return Administration(
        may_invite=may_invite,
        may_manage=may_manage,
        invited=_invited(user) if may_invite else [],
        without_contact=without_contact[:SHOWN],
        steps=_steps(without_contact) if may_manage else [],
    )


def _invited(user: Principal) -> list[Invited]:
    now = timezone.now()
    not_signed_in = people.everyone().visible_to(user).in_state("invited").managed_by(user)
    return [
        Invited(
            person=person,
            agencies=", ".join(membership.agency.name for membership in person.not_ended_memberships),
            until=person.invited_until,
            has_expired=person.invited_until is None or person.invited_until <= now,
        )
        for person in not_signed_in.with_invitations()[:SHOWN]
    ]


def _steps(without_contact: list[Agency]) -> list[Step]:
    """The steps of setting up a partnership; none once all are done."""
    governed = Membership.objects.current().filter(role=InformationGovernance.code).exists()
    steps = [
        Step("Add your partner agencies", Agency.objects.present().count() > 1, reverse("agency-add")),
        Step("Invite a single point of contact for each agency", not without_contact, reverse("agency-list")),
        Step("Invite a person for information governance", governed, reverse("agency-list")),
        Step("Ask the operator to import the boundaries", Area.objects.neighbourhoods().exists()),
        Step("Add a source system", Source.objects.exists(), reverse("source-add")),
        Step("Give a partner system access", ApiClient.objects.working().exists(), reverse("api-client-issue")),
    ]
    return [] if all(step.is_done for step in steps) else steps
