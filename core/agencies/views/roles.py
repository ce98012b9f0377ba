"""Who can do what."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.grid import partnership_grid
from core.access.guards import require_permission
from core.access.principal import acting_of
from core.access.roles import Role
from core.accounts.requests import SignedInRequest
from core.agencies.models import Membership
from core.agencies.permissions import AGENCY_READ
from core.audit import recording


@dataclass(frozen=True)
class Holders:
    """A role and the members of one agency who have it."""

    role: type[Role]
    memberships: list[Membership]


@require_permission(AGENCY_READ)
@require_safe
def role_list(request: SignedInRequest) -> HttpResponse:
    """The roles, their permissions, and who has each role in the reader's agency."""
    grid = partnership_grid()
    members = list(Membership.objects.current().at(acting_of(request.user).agency_id).with_people().by_name())
    recording.seen(request, [member.user for member in members])
    holders = [Holders(role, [each for each in members if each.role_class is role]) for role in grid.roles]
    return render(request, "agencies/role-list.html", {"grid": grid, "holders": holders})
