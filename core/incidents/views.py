"""Incidents, and the neighbourhoods that they were reported in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access.guards import require_permission
from core.access.lookup import visible_or_404
from core.access.methods import form_methods
from core.access.principal import acting_of, may
from core.accounts.requests import SignedInRequest
from core.areas.models import Area
from core.areas.permissions import NEIGHBOURHOOD_READ
from core.audit import recording
from core.incidents import neighbourhoods, suggestions
from core.incidents.forms import IncidentFilterForm, NeighbourhoodFilterForm
from core.incidents.listing import listing, record_seen
from core.incidents.models import Incident, Qualifier
from core.incidents.permissions import INCIDENT_READ
from core.incidents.vocabulary import vocabulary


@require_permission(INCIDENT_READ)
@form_methods
def incident_list(request: SignedInRequest) -> HttpResponse:
    """What was reported, newest first, narrowed by the filters."""
    words = vocabulary(acting_of(request.user).membership_id)
    form = IncidentFilterForm.of(request, vocabulary=words)
    if request.method == "POST" and form.is_valid():
        return form.redirect(request)
    filters = form.filters
    visible = Incident.objects.visible_to(request.user)
    found = listing(visible if form.is_valid() else visible.none(), filters, words, request.GET.get("cursor", ""))
    finds_nothing = filters.words and form.is_valid() and not found.page.rows
    near = suggestions.incidents_like(filters.words, visible, words) if finds_nothing else []
    shown = [*found.page.rows, *(each.incident for each in near if each.incident)]
    record_seen(request, shown, filters, total=found.total)
    context = {"form": form, "filters": filters, "listing": found, "suggestions": near}
    return render(request, "incidents/incident-list.html", context)


@require_permission(INCIDENT_READ)
@require_safe
def incident_detail(request: SignedInRequest, reference: str) -> HttpResponse:
    """One report, whole."""
    visible = Incident.objects.visible_to(request.user).with_names().with_owners().with_sources()
    known_as = Incident.objects.with_reference(reference)
    incident = visible_or_404(request, visible.with_reference(reference), known_as, reference)
    recording.seen(request, [incident], purpose=incident.purpose)
    qualifiers = Qualifier.objects.with_codes(incident.qualifiers).by_name()
    return render(request, "incidents/incident-detail.html", {"incident": incident, "qualifiers": qualifiers})


@require_permission(NEIGHBOURHOOD_READ)
@form_methods
def neighbourhood_list(request: SignedInRequest) -> HttpResponse:
    """All neighbourhoods under their districts, or those with some letters in their names."""
    form = NeighbourhoodFilterForm.of(request)
    if request.method == "POST" and form.is_valid():
        return form.redirect(request)
    areas = Area.objects.visible_to(request.user).neighbourhoods()
    incidents = Incident.objects.visible_to(request.user)
    newest = neighbourhoods.newest_report(incidents)
    name = form.asked.get("words", "")
    named = areas.named_like(name) if form.is_valid() else areas.none()
    ordered = named.with_parents().by_district()
    found = neighbourhoods.districts(ordered, incidents, newest, linked=_may_list(request))
    context = {
        "suggestions": suggestions.neighbourhoods_like(name, areas.without_boundaries()) if name and not found else [],
        "form": form,
        "newest": newest,
        "total": areas.count(),
        "districts": found,
    }
    return render(request, "incidents/neighbourhood-list.html", context)


@require_permission(NEIGHBOURHOOD_READ)
@require_safe
def neighbourhood_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """One neighbourhood: where it lies, and what was reported there, as far as the reader may read incidents."""
    areas = Area.objects.visible_to(request.user).neighbourhoods().with_districts()
    neighbourhood = get_object_or_404(areas, code=code)
    overview = neighbourhoods.overview(
        neighbourhood, Incident.objects.visible_to(request.user), linked=_may_list(request)
    )
    if overview.incidents:
        recording.seen(request, overview.incidents, total=overview.total, filters={"where": [code]})
    context = {
        "neighbourhood": neighbourhood,
        "overview": overview,
        "counted_up_to": neighbourhoods.COUNTED_UP_TO,
        "qualifier_names": Qualifier.objects.names(),
    }
    return render(request, "incidents/neighbourhood-detail.html", context)


def _may_list(request: SignedInRequest) -> bool:
    """Whether the reader may open the list of incidents that a link would lead to."""
    return may(request.user, INCIDENT_READ)
