"""Agencies and their teams."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.access.generic import list_view
from core.access.guards import require_permission
from core.access.methods import form_methods
from core.accounts.requests import SignedInRequest
from core.agencies import actions, rules
from core.agencies.forms.agencies import AgencyForm, NewAgencyForm, TeamForm
from core.agencies.lists import AgencyList
from core.agencies.models import Agency, Membership, Team
from core.agencies.permissions import AGENCY_MANAGE, AGENCY_READ
from core.audit import recording

agency_list = list_view(
    AgencyList,
    template="agencies/agency-list.html",
    context=lambda listing: {"can_manage": rules.can_manage_agencies(listing.reader)},
)


@require_permission(AGENCY_READ)
@require_safe
def agency_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """One agency: its details, teams and contacts."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user).with_types().with_counts(), code=code)
    contacts = Membership.objects.current().at(agency.pk).spocs().with_people().by_name()
    recording.seen(request, [agency, *(contact.user for contact in contacts)])
    context = {
        "agency": agency,
        "contacts": contacts,
        "teams": Team.objects.of(agency).with_counts().by_name(),
        "sources": agency.sources.visible_to(request.user).by_agency(),
        "can_manage": rules.can_manage_agencies(request.user),
        "can_invite": rules.can_manage_people_of(agency, request.user),
    }
    return render(request, "agencies/agency-detail.html", context)


@require_permission(AGENCY_MANAGE)
@form_methods
def add_agency(request: SignedInRequest) -> HttpResponse:
    """Adds an agency."""
    form = NewAgencyForm(request.POST or None)
    if form.is_valid():
        agency = actions.add_agency(by=request.user, **form.cleaned_data)
        messages.success(request, f"{agency} has been added. Next, invite its single point of contact.")
        return redirect(agency)
    return render(request, "agencies/add-agency.html", {"form": form})


@require_permission(AGENCY_MANAGE)
@form_methods
def change_agency(request: SignedInRequest, code: str) -> HttpResponse:
    """Changes an agency's name, type or telephone number."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    form = AgencyForm(request.POST or None, instance=agency)
    if form.is_valid():
        actions.change_agency(agency=agency, by=request.user, **form.cleaned_data)
        messages.success(request, f"{agency} has been changed.")
        return redirect(agency)
    return render(request, "agencies/change-agency.html", {"agency": agency, "form": form})


@require_permission(AGENCY_MANAGE)
@form_methods
def add_team(request: SignedInRequest, code: str) -> HttpResponse:
    """Adds a team to an agency."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    form = TeamForm(request.POST or None, agency=agency)
    if form.is_valid():
        team = actions.add_team(agency=agency, by=request.user, **form.cleaned_data)
        messages.success(request, f"{team} has been added.")
        return redirect(agency)
    return render(request, "agencies/add-team.html", {"agency": agency, "form": form})


@require_permission(AGENCY_MANAGE)
@form_methods
def rename_team(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Renames a team."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    team = get_object_or_404(Team.objects.of(agency), pk=pk)
    form = TeamForm(request.POST or None, agency=agency, team=team)
    if form.is_valid():
        team = actions.rename_team(team=team, by=request.user, **form.cleaned_data)
        messages.success(request, f"The team has been renamed to {team}.")
        return redirect(agency)
    return render(request, "agencies/rename-team.html", {"agency": agency, "team": team, "form": form})
