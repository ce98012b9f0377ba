"""Every change to agencies, teams, people, memberships and source systems, with its audit row."""

from core.agencies.actions.acting import act_for
from core.agencies.actions.agencies import add_agency, add_team, change_agency, rename_team
from core.agencies.actions.founding import invite_first_administrator
from core.agencies.actions.people import (
    change_membership,
    end_membership,
    invite,
    reinstate,
    resend_invitation,
    start_over,
    suspend,
    withdraw_invitation,
)
from core.agencies.actions.sources import add_source, change_source

__all__ = [
    "act_for",
    "add_agency",
    "add_source",
    "add_team",
    "change_agency",
    "change_membership",
    "change_source",
    "end_membership",
    "invite",
    "invite_first_administrator",
    "reinstate",
    "rename_team",
    "resend_invitation",
    "start_over",
    "suspend",
    "withdraw_invitation",
]
