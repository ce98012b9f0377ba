"""The web API of incidents: partner systems list, search and read those of their agency."""

from __future__ import annotations

from typing import Any

from ninja import Query

from core.access.lists import api as lists
from core.access.lookup import visible_or_404
from core.access.schemas import PROBLEMS, Problem
from core.access.web_api import GuardedRouter
from core.agencies.requests import ApiRequest
from core.audit import recording
from core.incidents import answers
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_PUSH, INCIDENT_READ
from core.incidents.schemas import CodeListsOut, IncidentOut, IncidentPageOut, IncidentQuery, IncidentSearch

reading = GuardedRouter(INCIDENT_READ, tags=["Incidents"])
code_lists = GuardedRouter(INCIDENT_PUSH, INCIDENT_READ, tags=["Code lists"])
routers = [reading, code_lists]


@reading.get(
    "/incidents",
    response={200: IncidentPageOut, 400: Problem, **PROBLEMS},
    summary="List incidents",
    url_name="incident-list",
)
def incident_list(request: ApiRequest, query: Query[IncidentQuery]) -> dict[str, Any]:
    """Incidents of your agency, up to your clearance, newest first."""
    lists.refuse_unknown(IncidentList, request, IncidentQuery, search="POST /api/v1/incidents/search")
    return _found(request, query)


@reading.post(
    "/incidents/search",
    response={200: IncidentPageOut, 400: Problem, 413: Problem, 415: Problem, **PROBLEMS},
    summary="Search incidents by words",
    url_name="incident-search",
)
def incident_search(request: ApiRequest, query: IncidentSearch) -> dict[str, Any]:
    """Incidents of your agency, up to your clearance, newest first. Send the words in the body, because proxies log
    URLs. For older incidents, send the same body with `cursor`."""
    return _found(request, query)


def _found(request: ApiRequest, query: IncidentQuery) -> dict[str, Any]:
    page = lists.found(IncidentList, request, query, reader=request.auth)
    return {"incidents": [answers.incident(each) for each in page.rows], "next": page.older or None}


@reading.get(
    "/incidents/{reference}",
    response={200: IncidentOut, 404: Problem, **PROBLEMS},
    summary="One incident",
    url_name="incident-detail",
)
def incident_detail(request: ApiRequest, reference: str) -> dict[str, Any]:
    """The incident with this SafetyNet reference, such as 2026-118391."""
    visible = Incident.objects.visible_to(request.auth).with_names().with_owners()
    known_as = Incident.objects.with_reference(reference)
    incident = visible_or_404(request, visible.with_reference(reference), known_as, reference)
    recording.seen(request, [incident], purpose=incident.purpose)
    return answers.incident(incident)


@code_lists.get(
    "/vocabulary",
    response={200: CodeListsOut, **PROBLEMS},
    summary="Codes in use here",
    url_name="vocabulary",
)
def code_list_detail(request: ApiRequest) -> dict[str, Any]:
    """Every code that a report may have in this partnership, and the defaults of your source."""
    return answers.code_lists(request.auth.source)
