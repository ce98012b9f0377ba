"""Changes to people's accounts, invitations and memberships."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.access.principal import Principal
from core.access.roles import ROLES
from core.accounts import actions as accounts
from core.accounts.models import Invitation, User
from core.agencies import events, rules
from core.agencies.actions.changes import assign
from core.agencies.models import Agency, Membership, Team
from core.audit import recording


@transaction.atomic
def invite(
    *,
    agency: Agency,
    email: str,
    name: str,
    role: str,
    level: int,
    by: Principal,
    team: Team | None = None,
    signs_agreements: bool = False,
    **facts: str,
) -> Membership:
    """Makes a person a member of the agency, and invites them to choose a password if they have none.

    A person without an account gets one. A membership that has ended is opened again. `facts`: job_title, phone.
    Raises Refused.
    """
    granted: dict[str, Any] = {"level": level, "signs_agreements": signs_agreements}
    rules.can_invite(agency, by, email=email, role=ROLES[role], **granted).enforce()
    user = User.objects.with_email(email).first() or User.objects.create_user(email, name)
    rules.can_join(user, agency).enforce()
    membership, _ = Membership.objects.update_or_create(
        user=user, agency=agency, defaults={"role": role, **granted, "team": team, "ended_at": None, **facts}
    )
    recording.record(events.INVITED, by=by, records=[user, agency], role=role, level=level, membership=membership.pk)
    if not user.has_usable_password():
        accounts.invite(user=user, by=by)
    return membership


@transaction.atomic
def change_membership(*, membership: Membership, by: Principal, **fields: Any) -> Membership:
    """Changes role, level, team, job title, phone or signatory, from the person's next request on. Raises Refused."""
    locked = _locked(membership)
    role, level = fields.get("role", locked.role), fields.get("level", locked.level)
    signs = fields.get("signs_agreements")
    rules.can_change(locked, by, role=ROLES[role], level=level, signs_agreements=signs).enforce()
    was_role, was_level = locked.role, locked.level
    changed = assign(locked, fields)
    if changed:
        locked.save(update_fields=changed)
        recording.record(
            events.MEMBERSHIP_CHANGED,
            by=by,
            records=[locked.user, locked.agency],
            membership=locked.pk,
            fields=", ".join(changed),
            was_role=was_role,
            was_level=was_level,
            role=role,
            level=level,
        )
    return locked


@transaction.atomic
def end_membership(*, membership: Membership, by: Principal) -> Membership:
    """Ends a membership, from the person's next request on. Raises Refused."""
    locked = _locked(membership)
    rules.can_end(locked, by).enforce()
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    recording.record(
        events.MEMBERSHIP_ENDED,
        by=by,
        records=[locked.user, locked.agency],
        role=locked.role,
        membership=locked.pk,
    )
    return locked


@transaction.atomic
def suspend(*, user: User, by: Principal, reason: str) -> None:
    """Suspends a person in every agency and ends their sessions. Raises Refused."""
    _lock_administrators()
    rules.can_suspend(user, by).enforce()
    accounts.suspend(user=user, by=by, reason=reason)


@transaction.atomic
def reinstate(*, user: User, by: Principal) -> None:
    """Lets a suspended person sign in again, with the memberships that they had. Raises Refused."""
    rules.can_reinstate(user, by).enforce()
    accounts.reinstate(user=user, by=by)


@transaction.atomic
def start_over(*, user: User, by: Principal) -> None:
    """Deletes the password and second factors of a person who lost them, and invites them again. Raises Refused."""
    rules.can_start_over(user, by).enforce()
    accounts.start_over(user=user, by=by)


@transaction.atomic
def resend_invitation(*, user: User, by: Principal) -> None:
    """Sends another invitation to a person who has not accepted one. Earlier links stop working. Raises Refused."""
    rules.can_manage_invitations_of(user, by).enforce()
    accounts.invite(user=user, by=by)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Principal) -> None:
    """Withdraws an invitation: its link stops working. Raises Refused."""
    rules.can_manage_invitations_of(invitation.user, by).enforce()
    accounts.withdraw(invitation=invitation, by=by)


def _locked(membership: Membership) -> Membership:
    """The membership read again, locked with the administrators' until the transaction ends."""
    _lock_administrators(also=membership)
    return Membership.objects.with_people().get(pk=membership.pk)


def _lock_administrators(also: Membership | None = None) -> None:
    """Locks the administrators' memberships, so that two transactions cannot remove the last two administrators.

    Always in the order of their keys, so that two transactions never wait for each other.
    """
    list(Membership.objects.administrators_and(also).select_for_update().order_by("pk").values_list("pk"))
