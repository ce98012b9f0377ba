"""Audit events of agencies, memberships and source systems."""

from typing import Any

from core.access.roles import role_name
from core.audit.events import describe, event


def _role(value: Any) -> str:
    return role_name(str(value)).lower()


describe("role", _role)
describe("was_role", _role)

AGENCY_ADDED = event("agency.added", "added {records}", code="keep")
AGENCY_CHANGED = event("agency.changed", "changed {records}: {fields}", fields="keep")
TEAM_ADDED = event("team.added", "added the team {team} to {records}", team="keep")
TEAM_RENAMED = event("team.renamed", "renamed the team {was} of {records} to {team}", team="keep", was="keep")

INVITED = event(
    "membership.invited",
    "invited {records} as {role}, level {level}",
    role="keep",
    level="keep",
    membership="keep",
)
MEMBERSHIP_CHANGED = event(
    "membership.changed",
    "changed the membership of {records} from {was_role}, level {was_level}, to {role}, level {level}",
    role="keep",
    level="keep",
    was_role="keep",
    was_level="keep",
    fields="keep",
    membership="keep",
)
MEMBERSHIP_ENDED = event(
    "membership.ended", "ended the membership of {records}, {role}", role="keep", membership="keep"
)
ACTING_CHOSEN = event("acting.chosen", "began to act for {records}", verb="sign-in", role="keep")

SOURCE_ADDED = event("source.added", "added the source system {records}", code="keep")
SOURCE_CHANGED = event("source.changed", "changed the default values of {records}: {fields}", fields="keep")
