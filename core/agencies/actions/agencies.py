"""Changes to agencies and their teams."""

from typing import Any

from django.db import transaction

from core.access.principal import Principal
from core.agencies import events, rules
from core.agencies.actions.changes import assign
from core.agencies.models import Agency, AgencyType, Team
from core.audit import recording


@transaction.atomic
def add_agency(*, code: str, name: str, type: AgencyType, phone: str, by: Principal) -> Agency:  # noqa: A002 (the field)
    """Adds an agency, without members. Raises Refused."""
    rules.can_manage_agencies(by).enforce()
    agency = Agency.objects.create(code=code, name=name, type=type, phone=phone)
    recording.record(events.AGENCY_ADDED, by=by, records=[agency], code=code)
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, by: Principal, **fields: Any) -> Agency:
    """Changes name, type or telephone number. The code never changes, because records refer to it. Raises Refused."""
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    rules.can_manage_agencies(by).enforce()
    changed = assign(locked, fields)
    if changed:
        locked.save(update_fields=changed)
        recording.record(events.AGENCY_CHANGED, by=by, records=[locked], fields=", ".join(changed))
    return locked


@transaction.atomic
def add_team(*, agency: Agency, name: str, by: Principal) -> Team:
    """Adds a team to the agency. Raises Refused."""
    rules.can_manage_agencies(by).enforce()
    team = Team.objects.create(agency=agency, name=name)
    recording.record(events.TEAM_ADDED, by=by, records=[agency], team=name)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: Principal) -> Team:
    """Renames a team; its members stay the same. Raises Refused."""
    locked = Team.objects.select_for_update(of=("self",)).select_related("agency").get(pk=team.pk)
    rules.can_manage_agencies(by).enforce()
    was, locked.name = locked.name, name
    locked.save(update_fields=["name"])
    recording.record(events.TEAM_RENAMED, by=by, records=[locked.agency], team=name, was=was)
    return locked
