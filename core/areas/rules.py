"""Who may choose the neighbourhoods of a member or a team."""

from core.access.principal import Principal, acting_of
from core.access.verdict import Verdict, no
from core.agencies.models import Membership, Team
from core.agencies.permissions import MEMBERSHIP_MANAGE, MEMBERSHIP_MANAGE_ALL
from core.areas.permissions import NEIGHBOURHOOD_FOLLOW, NEIGHBOURHOOD_FOLLOW_TEAM


def can_follow(by: Principal) -> Verdict:
    """Anyone may choose their own."""
    return acting_of(by).can(NEIGHBOURHOOD_FOLLOW)


def can_follow_for(team: Team, by: Principal) -> Verdict:
    """A lead for their own team, a SPOC for all teams of their agency, an administrator for every team."""
    acting = acting_of(by)
    allowed = acting.can(NEIGHBOURHOOD_FOLLOW_TEAM)
    if not allowed or acting.may(MEMBERSHIP_MANAGE_ALL):
        return allowed
    if team.agency_id != acting.agency_id:
        return no(f"You can choose neighbourhoods only for teams of {acting.agency_name}.")
    if acting.may(MEMBERSHIP_MANAGE):
        return allowed
    is_own = Membership.objects.acted_under(by).filter(team=team).exists()
    return allowed if is_own else no("You can choose neighbourhoods only for your own team.")
