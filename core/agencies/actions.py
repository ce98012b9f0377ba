"""Every change to agencies and their people, to source systems, and to the agency that somebody acts for."""

from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core.access.permissions import ROLES
from core.accounts import actions as accounts
from core.accounts import sessions
from core.accounts.models import Invitation, User
from core.agencies import events, rules
from core.agencies.models import Agency, AgencyType, Membership, Source, Team
from core.agencies.session import SESSION_KEY
from core.audit import recording

# Agencies and teams --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_agency(*, code: str, name: str, type: AgencyType, phone: str, by: User) -> Agency:  # noqa: A002 (the field)
    """A new partner, with nobody in it yet. Raises Refused."""
    rules.can_manage_agencies(by).enforce()
    agency = Agency.objects.create(code=code, name=name, type=type, phone=phone)
    recording.record(events.AGENCY_ADDED, by=by, records=[agency], code=code)
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, by: User, **fields: Any) -> Agency:
    """Gives the agency another name, type or telephone. Its code never changes: records are known by it."""
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    rules.can_manage_agencies(by).enforce()
    changed = _assign(locked, fields)
    if changed:
        locked.save(update_fields=changed)
        recording.record(events.AGENCY_CHANGED, by=by, records=[locked], fields=", ".join(changed))
    return locked


@transaction.atomic
def add_team(*, agency: Agency, name: str, by: User) -> Team:
    """A new team of the agency. Raises Refused."""
    rules.can_manage_agencies(by).enforce()
    team = Team.objects.create(agency=agency, name=name)
    recording.record(events.TEAM_ADDED, by=by, records=[agency], team=name)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: User) -> Team:
    """Its people stay in it. Raises Refused."""
    locked = Team.objects.select_for_update(of=("self",)).select_related("agency").get(pk=team.pk)
    rules.can_manage_agencies(by).enforce()
    was, locked.name = locked.name, name
    locked.save(update_fields=["name"])
    recording.record(events.TEAM_RENAMED, by=by, records=[locked.agency], team=name, was=was)
    return locked


# People --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    *, agency: Agency, email: str, name: str, role: str, level: int, by: User, team: Team | None = None, **facts: str
) -> Membership:
    """Gives somebody a place in the agency, and an account and a way in where they have none yet.

    Somebody who worked there before takes their old place up again. `facts`: job_title, phone. Raises Refused.
    """
    rules.can_invite(agency, by, email=email, role=ROLES[role], level=level).enforce()
    user = User.objects.with_email(email).first() or User.objects.create_user(email, name)
    rules.can_join(user, agency).enforce()
    membership, _ = Membership.objects.update_or_create(
        user=user, agency=agency, defaults={"role": role, "level": level, "team": team, "ended_at": None, **facts}
    )
    recording.record(events.INVITED, by=by, records=[user, agency], role=role, level=level, membership=membership.pk)
    if not user.has_usable_password():
        accounts.invite(user=user, by=by)
    return membership


@transaction.atomic
def change_membership(*, membership: Membership, by: User, **fields: Any) -> Membership:
    """Changes role, level, team, job_title or phone; it acts on the person's next request. Raises Refused."""
    locked = _locked(membership)
    role, level = fields.get("role", locked.role), fields.get("level", locked.level)
    rules.can_change(locked, by, role=ROLES[role], level=level).enforce()
    was_role, was_level = locked.role, locked.level
    changed = _assign(locked, fields)
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
def end_membership(*, membership: Membership, by: User) -> Membership:
    """They no longer work for the agency, from their next request on. Raises Refused."""
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
def suspend(*, user: User, by: User, reason: str) -> None:
    """Shuts somebody out of every agency at once: sessions and tokens end with it. Raises Refused."""
    _lock_administrators()
    rules.can_suspend(user, by).enforce()
    accounts.suspend(user=user, by=by, reason=reason)


@transaction.atomic
def reinstate(*, user: User, by: User) -> None:
    """Lets somebody who was suspended sign in again, under the memberships that they had. Raises Refused."""
    rules.can_reinstate(user, by).enforce()
    accounts.reinstate(user=user, by=by)


@transaction.atomic
def start_over(*, user: User, by: User) -> None:
    """Invites somebody anew who has lost password, second factor and recovery codes. Raises Refused."""
    rules.can_start_over(user, by).enforce()
    accounts.start_over(user=user, by=by)


@transaction.atomic
def resend_invitation(*, user: User, by: User) -> None:
    """A new way in for somebody who has not come yet; the one before is worthless from now on. Raises Refused."""
    rules.can_manage_invitations_of(user, by).enforce()
    accounts.invite(user=user, by=by)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Makes the way in that somebody was sent worthless. Raises Refused."""
    rules.can_manage_invitations_of(invitation.user, by).enforce()
    accounts.withdraw(invitation=invitation, by=by)


def _locked(membership: Membership) -> Membership:
    """The membership as it stands now, held until the transaction ends, the administrators' with it."""
    _lock_administrators(also=membership)
    return Membership.objects.with_people().get(pk=membership.pk)


def _lock_administrators(also: Membership | None = None) -> None:
    """Lets one transaction at a time decide whether an administrator can be spared.

    Always in the order of their keys, so that two transactions never wait for each other.
    """
    list(Membership.objects.administrators_and(also).select_for_update().order_by("pk").values_list("pk"))


# Source systems ------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_source(*, by: User, **fields: Any) -> Source:
    """A system that an agency sends from, and what is stamped on its rows. Raises Refused."""
    rules.can_manage_sources(by).enforce()
    source = Source.objects.create(**fields)
    recording.record(events.SOURCE_ADDED, by=by, records=[source], code=source.code)
    return source


@transaction.atomic
def change_source(*, source: Source, by: User, **fields: Any) -> Source:
    """Changes what is stamped on rows from now on; what has come in keeps its stamps. Raises Refused."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    rules.can_manage_sources(by).enforce()
    changed = _assign(locked, fields)
    if changed:
        locked.save(update_fields=changed)
        recording.record(events.SOURCE_CHANGED, by=by, records=[locked], fields=", ".join(changed))
    return locked


# Acting --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def act_for(*, request: HttpRequest, membership: Membership) -> None:
    """From now on this session acts under this membership of its user. A switch gives the session a new key.

    Raises Refused where the membership is not theirs, or no longer stands.
    """
    user = cast(User, request.user)
    rules.can_act_under(membership, user).enforce()
    if SESSION_KEY in request.session:
        sessions.renew(request)
    request.session[SESSION_KEY] = membership.pk
    user.acting = membership.as_acting()
    user.last_agency_id = membership.agency_id
    user.save(update_fields=["last_agency_id"])
    recording.record(events.ACTING_CHOSEN, by=user, records=[membership.agency], role=membership.role)


def _assign(record: Any, fields: dict[str, Any]) -> list[str]:
    """Sets the fields that differ, and names them."""
    changed = [name for name, value in fields.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, fields[name])
    return changed
