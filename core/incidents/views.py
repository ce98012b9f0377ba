"""Incidents, and the neighbourhoods that they were reported in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access.generic import detail_view, list_view
from core.access.guards import require_permission
from core.access.principal import Principal, may
from core.accounts.requests import SignedInRequest
from core.areas.lists import NeighbourhoodList
from core.areas.models import Area
from core.areas.permissions import NEIGHBOURHOOD_READ
from core.audit import recording
from core.incidents import neighbourhoods, suggestions
from core.incidents.lists import IncidentList
from core.incidents.models import Incident, Qualifier
from core.incidents.permissions import INCIDENT_READ
from core.incidents.querysets import IncidentQuerySet
from core.incidents.record_types import INCIDENT

incident_list = list_view(IncidentList, template="incidents/incident-list.html")


def _qualifiers(incident: Incident, _: Principal) -> dict[str, Any]:
    return {"qualifiers": Qualifier.objects.with_codes(incident.qualifiers).by_name()}


incident_detail = detail_view(
    INCIDENT, template="incidents/incident-detail.html", fetch=IncidentQuerySet.for_page, context=_qualifiers
)


def _by_district(listing: NeighbourhoodList) -> dict[str, Any]:
    """The neighbourhoods by district, with their incidents that the reader may see."""
    incidents = Incident.objects.visible_to(listing.reader)
    newest = neighbourhoods.newest_report(incidents)
    ordered = listing.ordered(listing.matching())
    found = neighbourhoods.districts(ordered, incidents, newest, linked=may(listing.reader, INCIDENT_READ))
    name, areas = listing.values.get("words"), listing.visible()
    near = suggestions.neighbourhoods_like(name, areas.without_boundaries()) if name and not found else []
    return {"districts": found, "newest": newest, "total": areas.count(), "suggestions": near}


neighbourhood_list = list_view(NeighbourhoodList, template="incidents/neighbourhood-list.html", context=_by_district)


@require_permission(NEIGHBOURHOOD_READ)
@require_safe
def neighbourhood_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """One neighbourhood: its boundary, and the incidents there that the reader may see."""
    areas = Area.objects.visible_to(request.user).neighbourhoods().with_districts()
    neighbourhood = get_object_or_404(areas, code=code)
    overview = neighbourhoods.overview(
        neighbourhood, Incident.objects.visible_to(request.user), linked=may(request.user, INCIDENT_READ)
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
