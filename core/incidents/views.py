"""Incidents, and the neighbourhoods that they were reported in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access.guards import require_permission
from core.access.lookup import visible_or_404
from core.access.methods import form_methods
from core.access.principal import may
from core.accounts.requests import SignedInRequest
from core.areas.lists import NeighbourhoodList
from core.areas.models import Area
from core.areas.permissions import NEIGHBOURHOOD_READ
from core.audit import recording
from core.incidents import neighbourhoods, suggestions
from core.incidents.lists import IncidentList
from core.incidents.models import Incident, Qualifier
from core.incidents.permissions import INCIDENT_READ


@require_permission(INCIDENT_READ)
@form_methods
def incident_list(request: SignedInRequest) -> HttpResponse:
    """Incidents that match the filters, newest first."""
    found = IncidentList.of(request)
    if found.is_sent:
        return found.redirect()
    words = found.values.get("words")
    is_without_result = words and found.is_valid() and not found.page.rows
    near = suggestions.incidents_like(words, found) if is_without_result else []
    shown = [*found.page.rows, *(each.incident for each in near if each.incident)]
    found.record_seen(request, shown, total=found.total)
    return render(request, "incidents/incident-list.html", {"listing": found, "form": found.form, "suggestions": near})


@require_permission(INCIDENT_READ)
@require_safe
def incident_detail(request: SignedInRequest, reference: str) -> HttpResponse:
    """One incident with all its details."""
    visible = Incident.objects.visible_to(request.user).with_names().with_owners().with_sources()
    known_as = Incident.objects.with_reference(reference)
    incident = visible_or_404(request, visible.with_reference(reference), known_as, reference)
    recording.seen(request, [incident], purpose=incident.purpose)
    qualifiers = Qualifier.objects.with_codes(incident.qualifiers).by_name()
    return render(request, "incidents/incident-detail.html", {"incident": incident, "qualifiers": qualifiers})


@require_permission(NEIGHBOURHOOD_READ)
@form_methods
def neighbourhood_list(request: SignedInRequest) -> HttpResponse:
    """Neighbourhoods by district, or those with this name or code."""
    listing = NeighbourhoodList.of(request)
    if listing.is_sent:
        return listing.redirect()
    incidents = Incident.objects.visible_to(request.user)
    newest = neighbourhoods.newest_report(incidents)
    ordered = listing.ordered(listing.matching())
    found = neighbourhoods.districts(ordered, incidents, newest, linked=_may_list(request))
    name, areas = listing.values.get("words"), listing.visible()
    context = {
        "suggestions": suggestions.neighbourhoods_like(name, areas.without_boundaries()) if name and not found else [],
        "listing": listing,
        "form": listing.form,
        "newest": newest,
        "total": areas.count(),
        "districts": found,
    }
    return render(request, "incidents/neighbourhood-list.html", context)


@require_permission(NEIGHBOURHOOD_READ)
@require_safe
def neighbourhood_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """One neighbourhood: its boundary, and the incidents there that the reader may see."""
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
