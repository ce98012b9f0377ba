"""Who may change whom. The button, the view and the action ask the same rule.

Every rule takes who asks as `by` and reads `by.acting`: the one membership under which they act in this request.
"""

from core.access.levels import Level
from core.access.permissions import held_by
from core.access.principal import Principal, acting_of
from core.access.roles import Administrator, Role
from core.access.verdict import YES, Verdict, no
from core.accounts import rules as accounts
from core.accounts.models import User
from core.agencies.models import Agency, Membership
from core.agencies.permissions import AGENCY_MANAGE, CLIENT_MANAGE, MEMBERSHIP_MANAGE, MEMBERSHIP_MANAGE_ALL


def can_manage_agencies(by: Principal) -> Verdict:
    """Agencies and teams are the administrator's."""
    return acting_of(by).can(AGENCY_MANAGE)


def can_manage_sources(by: Principal) -> Verdict:
    """What is stamped on a partner's rows decides who sees them: the administrator's."""
    return acting_of(by).can(CLIENT_MANAGE)


def can_manage_people_of(agency: Agency, by: Principal) -> Verdict:
    """An administrator looks after everybody; a SPOC after the people of the agency they act for."""
    acting = acting_of(by)
    if agency.left_at is not None:
        return no(f"{agency} has left the partnership.")
    if acting.may(MEMBERSHIP_MANAGE_ALL):
        return YES
    own = acting.can(MEMBERSHIP_MANAGE)
    if own and agency.pk != acting.agency_id:
        return no(f"You look after the people of {acting.agency_name} only.")
    return own


def can_grant(role: type[Role], level: int, by: Principal) -> Verdict:
    """Nobody grants what they do not have."""
    acting = acting_of(by)
    if acting.may_grant(role, level):
        return YES
    cleared = Level(acting.level).label.lower()
    return no(
        f"Nobody grants what they do not have. You act as {acting.role.name.lower()}, cleared to "
        f"{cleared} (level {acting.level})."
    )


def can_invite(agency: Agency, by: User, *, email: str, role: type[Role], level: int) -> Verdict:
    """Into one's own agency (or any, for an administrator), as no more than one is oneself, and never oneself."""
    if email.strip().lower() == by.email:
        return no("Nobody gives themself a membership. Ask another administrator.")
    return can_manage_people_of(agency, by) and can_grant(role, level, by)


def can_join(user: User, agency: Agency) -> Verdict:
    """Once each, and not while suspended."""
    if not user.is_active:
        return no("They are suspended. Reinstate them first.")
    if Membership.objects.standing().of_user(user).at(agency.pk).exists():
        return no(f"They work for {agency} already.")
    return YES


def can_manage(membership: Membership, by: Principal) -> Verdict:
    """Whether `by` may change or end this membership: not if its role or clearance is above their own.

    Needs `agency` fetched along.
    """
    if membership.user == by:
        return no("Nobody changes their own role. Ask another administrator.")
    theirs = can_manage_people_of(membership.agency, by)
    if not theirs:
        return theirs
    acting = acting_of(by)
    if not held_by(membership.role_class) <= held_by(acting.role):
        return no(f"They are {membership.role_class.name.lower()}, which is more than you are. Ask the administrator.")
    if membership.level > acting.level:
        return no(
            f"They are cleared to level {membership.level} and you to level {acting.level}. "
            "Ask an administrator with their clearance."
        )
    return YES


def can_change(membership: Membership, by: Principal, *, role: type[Role], level: int) -> Verdict:
    """One's to change, and to nothing that one does not have. The last administrator stays one."""
    managed = can_manage(membership, by)
    if not managed:
        return managed
    if (membership.role, membership.level) == (role.code, level):
        return YES
    granted = can_grant(role, level, by)
    if not granted or role is membership.role_class:
        return granted
    return can_spare([membership])


def can_end(membership: Membership, by: Principal) -> Verdict:
    """One's to end, and not that of the last administrator."""
    return can_manage(membership, by) and can_spare([membership])


def can_suspend(user: User, by: Principal) -> Verdict:
    """Suspending shuts somebody out of every agency, so all their memberships must be one's to manage."""
    if by == user:
        return no("Nobody suspends themself. Ask another administrator.")
    if not user.is_active:
        return no("They are suspended already.")
    memberships = list(_standing(user))
    return _can_manage_each(memberships, by) and can_spare(memberships)


def can_reinstate(user: User, by: Principal) -> Verdict:
    """By who could have suspended them."""
    if user.is_active:
        return no("They are not suspended.")
    return _can_manage_each(list(_standing(user)), by)


def can_start_over(user: User, by: Principal) -> Verdict:
    """By who could suspend them; whether there is anything to start over, `accounts` knows."""
    return accounts.can_start_over(user, by=by) and _can_manage_each(list(_standing(user)), by)


def can_manage_invitations_of(user: User, by: Principal) -> Verdict:
    """By who looks after any of their memberships. Whether another invitation makes sense, `accounts` knows."""
    verdicts = [can_manage(membership, by) for membership in _standing(user)]
    return next(filter(None, verdicts), verdicts[0] if verdicts else no("They work for no agency."))


def can_spare(memberships: list[Membership]) -> Verdict:
    """Whether somebody can still run the partnership without these memberships.

    Inside an action this is asked after the administrators' rows are locked, so that two of them cannot leave at once.
    """
    leaving = [membership.pk for membership in memberships]
    administrators = Membership.objects.current().administrators()
    if any(membership.role_class is Administrator for membership in memberships) and not (
        administrators.exclude(pk__in=leaving).exists()
    ):
        return no("They are the last administrator. Make somebody else administrator first.")
    return YES


def can_act_under(membership: Membership, user: User) -> Verdict:
    """One acts under one's own memberships, while they stand."""
    if membership.user_id != user.pk or membership.ended_at is not None or membership.agency.left_at is not None:
        return no("You do not work for this agency.")
    return YES


def _can_manage_each(memberships: list[Membership], by: Principal) -> Verdict:
    """Yes where every one of them may be managed; an administrator may also reach somebody who has none."""
    if not memberships:
        return acting_of(by).can(MEMBERSHIP_MANAGE_ALL)
    return next((verdict for each in memberships if not (verdict := can_manage(each, by))), YES)


def _standing(user: User) -> list[Membership]:
    return list(Membership.objects.standing().of_user(user).with_people())
