"""Who may change which people, agencies and sources. The button, the view and the action ask the same rule.

What state an account must be in is a rule of `accounts`; the rules here add who may change it. Each takes the person
who asks as `by` and reads `by.acting`, the membership that they act under in this request.
"""

from core.access.levels import Level
from core.access.permissions import held_by
from core.access.principal import Principal, acting_of
from core.access.roles import Administrator, Role
from core.access.verdict import YES, Verdict, no
from core.accounts import rules as accounts
from core.accounts.models import User
from core.agencies.models import Agency, Membership
from core.agencies.permissions import (
    AGENCY_MANAGE,
    CLIENT_MANAGE,
    MEMBERSHIP_MANAGE,
    MEMBERSHIP_MANAGE_ALL,
    SIGNATORY_CHOOSE,
)


def can_manage_agencies(by: Principal) -> Verdict:
    """Administrators add and change agencies and teams."""
    return acting_of(by).can(AGENCY_MANAGE)


def can_manage_sources(by: Principal) -> Verdict:
    """Administrators only: what a source sets on its records decides who can see them."""
    return acting_of(by).can(CLIENT_MANAGE)


def can_manage_people_of(agency: Agency, by: Principal) -> Verdict:
    """An administrator manages everybody, a single point of contact the people of the agency they act for."""
    acting = acting_of(by)
    if agency.left_at is not None:
        return no(f"{agency} has left the partnership.")
    if acting.may(MEMBERSHIP_MANAGE_ALL):
        return YES
    own = acting.can(MEMBERSHIP_MANAGE)
    if own and agency.pk != acting.agency_id:
        return no(f"You can manage people of {acting.agency_name} only.")
    return own


def can_grant(role: type[Role], level: int, by: Principal) -> Verdict:
    """A role with no more permissions than their own, and a level no higher."""
    acting = acting_of(by)
    if acting.may_grant(role, level):
        return YES
    cleared = Level(acting.level).label.lower()
    return no(
        f"You cannot grant more than you have. You act as {acting.role.name.lower()}, cleared to level "
        f"{acting.level} ({cleared})."
    )


def can_invite(
    agency: Agency, by: Principal, *, email: str, role: type[Role], level: int, signs_agreements: bool = False
) -> Verdict:
    """Whether `by` may invite this person: not themselves, to an agency whose people they manage, with no more rights
    than they have."""
    if signs_agreements and not (chosen := can_choose_signatory(by)):
        return chosen
    if isinstance(by, User) and email.strip().lower() == by.email:
        return no("You cannot invite yourself. Ask another administrator.")
    return can_manage_people_of(agency, by) and can_grant(role, level, by)


def can_join(user: User, agency: Agency) -> Verdict:
    """Whether the person can become a member: they are not suspended and do not work for the agency yet."""
    active = accounts.is_not_suspended(user)
    if active and Membership.objects.not_ended().of_user(user).at(agency.pk).exists():
        return no(f"They already work for {agency}.")
    return active


def can_manage(membership: Membership, by: Principal) -> Verdict:
    """Whether `by` may change or end this membership: not their own, nor one with more permissions or a higher level.

    Needs `agency` fetched along.
    """
    if membership.user == by:
        return no("You cannot change your own role. Ask another administrator.")
    people = can_manage_people_of(membership.agency, by)
    if not people:
        return people
    acting = acting_of(by)
    if not held_by(membership.role_class) <= held_by(acting.role):
        return no(f"Their role, {membership.role_class.name.lower()}, can do more than yours. Ask an administrator.")
    if membership.level > acting.level:
        return no(
            f"They are cleared to level {membership.level} and you to level {acting.level}. Ask an administrator who "
            f"is cleared to level {membership.level}. If there is none, contact the operators of SafetyNet."
        )
    return YES


def can_choose_signatory(by: Principal) -> Verdict:
    """Administrators say who signs agreements for an agency: a signature shares its records with others."""
    return acting_of(by).can(SIGNATORY_CHOOSE)


def can_change(
    membership: Membership, by: Principal, *, role: type[Role], level: int, signs_agreements: bool | None = None
) -> Verdict:
    """Whether `by` may give the membership this role and level. The last administrator keeps that role.

    `signs_agreements` is whether the member is to sign agreements; None if that does not change.
    """
    managed = can_manage(membership, by)
    if managed and signs_agreements not in {None, membership.signs_agreements}:
        managed = can_choose_signatory(by)
    if not managed:
        return managed
    if (membership.role, membership.level) == (role.code, level):
        return YES
    granted = can_grant(role, level, by)
    if not granted or role is membership.role_class:
        return granted
    return can_spare([membership])


def can_end(membership: Membership, by: Principal) -> Verdict:
    """Whether `by` may end the membership. The last administrator's cannot be ended."""
    return can_manage(membership, by) and can_spare([membership])


def can_suspend(user: User, by: Principal) -> Verdict:
    """A suspended person can work for none of their agencies, so `by` must manage all their memberships."""
    memberships = _memberships(user)
    return accounts.can_suspend(user, by=by) and _can_manage_each(memberships, by) and can_spare(memberships)


def can_reinstate(user: User, by: Principal) -> Verdict:
    """Those who could suspend them."""
    return accounts.can_reinstate(user) and _can_manage_each(_memberships(user), by)


def can_start_over(user: User, by: Principal) -> Verdict:
    """Those who could suspend them."""
    return accounts.can_start_over(user, by=by) and _can_manage_each(_memberships(user), by)


def can_manage_invitations_of(user: User, by: Principal) -> Verdict:
    """Whether `by` may manage one of the person's memberships."""
    verdicts = [can_manage(membership, by) for membership in _memberships(user)]
    return next(filter(None, verdicts), verdicts[0] if verdicts else no("They do not work for any agency."))


def can_invite_again(user: User, by: Principal) -> Verdict:
    """Whether `by` may send another invitation to a person who has not accepted one."""
    return accounts.can_invite(user) and can_manage_invitations_of(user, by)


def can_spare(memberships: list[Membership]) -> Verdict:
    """Whether the partnership keeps an administrator without these memberships.

    Actions ask this after they have locked the administrators' rows, so that two cannot be removed at once.
    """
    leaving = [membership.pk for membership in memberships]
    administrators = Membership.objects.current().administrators()
    if any(membership.role_class is Administrator for membership in memberships) and not (
        administrators.exclude(pk__in=leaving).exists()
    ):
        return no("They are the only administrator. Make another person an administrator first.")
    return YES


def can_act_under(membership: Membership, user: User) -> Verdict:
    """The user's own memberships that have not ended, of agencies that have not left."""
    if membership.user_id != user.pk or membership.ended_at is not None or membership.agency.left_at is not None:
        return no("You do not work for this agency.")
    return YES


def _can_manage_each(memberships: list[Membership], by: Principal) -> Verdict:
    """Whether `by` may manage all of them. People without a membership are managed by administrators."""
    if not memberships:
        return acting_of(by).can(MEMBERSHIP_MANAGE_ALL)
    return next((verdict for each in memberships if not (verdict := can_manage(each, by))), YES)


def _memberships(user: User) -> list[Membership]:
    return list(Membership.objects.not_ended().of_user(user).with_people())
