"""Incidents, and the neighbourhoods that they were reported in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access.guards import require_permission
from core.access.permissions import Permission
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.incidents import neighbourhoods
from core.incidents.forms import FilterForm
from core.incidents.listing import listing, record_seen
from core.incidents.models import Incident, Qualifier
from core.incidents.vocabulary import vocabulary
from core.places.models import Area


@require_permission(Permission.INCIDENT_READ)
@require_safe
def incident_list(request: SignedInRequest) -> HttpResponse:
    """What was reported, newest first, narrowed by what the address asks for."""
    words = vocabulary()
    form = FilterForm(request.GET, vocabulary=words)
    filters = form.filters
    found = listing(Incident.objects.visible_to(request.user), filters, words, request.GET.get("cursor", ""))
    record_seen(request, found.page.rows, filters, total=found.total)
    return render(request, "incidents/incident-list.html", {"form": form, "filters": filters, "listing": found})


@require_permission(Permission.INCIDENT_READ)
@require_safe
def incident_detail(request: SignedInRequest, reference: str) -> HttpResponse:
    """One report, whole."""
    visible = Incident.objects.visible_to(request.user).with_names().with_sources()
    incident = get_object_or_404(visible, reference=reference)
    recording.seen(request, [incident], purpose=incident.purpose)
    qualifiers = Qualifier.objects.with_codes(incident.qualifiers).by_name()
    return render(request, "incidents/incident-detail.html", {"incident": incident, "qualifiers": qualifiers})


@require_permission(Permission.NEIGHBOURHOOD_READ)
@require_safe
def neighbourhood_list(request: SignedInRequest) -> HttpResponse:
    """All neighbourhoods under their districts, or those with some letters in their names."""
    words = request.GET.get("words", "").strip()
    areas = Area.objects.visible_to(request.user).neighbourhoods()
    incidents = Incident.objects.visible_to(request.user)
    newest = neighbourhoods.newest_report(incidents)
    named = areas.named_like(words).with_parents().by_district()
    context = {
        "words": words,
        "newest": newest,
        "total": areas.count(),
        "districts": neighbourhoods.districts(named, incidents, newest),
    }
    return render(request, "incidents/neighbourhood-list.html", context)


@require_permission(Permission.NEIGHBOURHOOD_READ)
@require_safe
def neighbourhood_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """One neighbourhood: where it lies, and what was reported there, as far as the reader may read incidents."""
    areas = Area.objects.visible_to(request.user).neighbourhoods().with_districts()
    neighbourhood = get_object_or_404(areas, code=code)
    overview = neighbourhoods.overview(neighbourhood, Incident.objects.visible_to(request.user))
    if overview.incidents:
        recording.seen(request, overview.incidents, total=overview.total, filters={"where": [code]})
    context = {
        "neighbourhood": neighbourhood,
        "overview": overview,
        "counted_up_to": neighbourhoods.COUNTED_UP_TO,
        "qualifier_names": Qualifier.objects.names(),
    }
    return render(request, "incidents/neighbourhood-detail.html", context)
