"""Choosing the neighbourhoods of a member or a team."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.access.guards import require_permission
from core.access.methods import form_methods
from core.access.pages import url_for
from core.accounts.requests import SignedInRequest
from core.agencies.models import Membership, Team
from core.areas import actions, rules
from core.areas.forms import NeighbourhoodsForm
from core.areas.models import Area
from core.areas.permissions import NEIGHBOURHOOD_FOLLOW, NEIGHBOURHOOD_FOLLOW_TEAM


@require_permission(NEIGHBOURHOOD_FOLLOW)
@form_methods
def my_neighbourhoods(request: SignedInRequest) -> HttpResponse:
    """The user chooses their own neighbourhoods."""
    areas = Area.objects.visible_to(request.user).neighbourhoods().with_parents()
    member = Membership.objects.acted_under(request.user).with_people().get()
    form = NeighbourhoodsForm(request.POST or None, areas=areas.by_district(), followed=areas.of_member(member.pk))
    if request.method == "POST" and form.is_valid():
        actions.follow(areas=form.chosen, by=request.user)
        messages.success(request, "Your neighbourhoods are saved.")
        return redirect(url_for("start"))
    context = {
        "form": form,
        "team": member.team,
        "of_team": areas.of_team(member.team_id).by_name(),
        "can_follow_for_team": member.team and rules.can_follow_for(member.team, request.user),
    }
    return render(request, "areas/my-neighbourhoods.html", context)


@require_permission(NEIGHBOURHOOD_FOLLOW_TEAM)
@form_methods
def team_neighbourhoods(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The user chooses the neighbourhoods of a team."""
    team = get_object_or_404(Team.objects.select_related("agency"), pk=pk, agency__code=code)
    rules.can_follow_for(team, request.user).enforce()
    areas = Area.objects.visible_to(request.user).neighbourhoods().with_parents()
    form = NeighbourhoodsForm(request.POST or None, areas=areas.by_district(), followed=areas.of_team(team.pk))
    if request.method == "POST" and form.is_valid():
        actions.follow_for(team=team, areas=form.chosen, by=request.user)
        messages.success(request, f"The neighbourhoods of {team} are saved.")
        return redirect(team.agency)
    return render(request, "areas/team-neighbourhoods.html", {"form": form, "team": team})
