"""The web API of incidents: partner systems list, search and read those of their agency."""

from __future__ import annotations

from typing import Any

from ninja import Query
from ninja.errors import ValidationError

from core.access.lookup import visible_or_404
from core.access.schemas import PROBLEMS, Problem
from core.access.web_api import GuardedRouter
from core.agencies.requests import ApiRequest
from core.audit import recording
from core.incidents import answers
from core.incidents.forms import IncidentFilterForm
from core.incidents.listing import page_of, record_seen
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_PUSH, INCIDENT_READ
from core.incidents.schemas import IncidentOut, IncidentPageOut, IncidentQuery, IncidentSearch, VocabularyOut
from core.incidents.vocabulary import vocabulary

NO_PARAMETER = "There is no such parameter."
NO_WORDS_HERE = "Send words in the body of POST /api/v1/incidents/search: URLs are logged on their way."

reading = GuardedRouter(INCIDENT_READ, tags=["Incidents"])
code_lists = GuardedRouter(INCIDENT_PUSH, INCIDENT_READ, tags=["Vocabulary"])
routers = [reading, code_lists]


@reading.get(
    "/incidents",
    response={200: IncidentPageOut, 400: Problem, **PROBLEMS},
    summary="List incidents",
    url_name="incident-list",
)
def incident_list(request: ApiRequest, asked: Query[IncidentQuery]) -> dict[str, Any]:
    """Those of your agency, up to your clearance, newest first."""
    unknown = request.GET.keys() - IncidentQuery.model_fields.keys()
    if unknown:
        raise ValidationError([_unknown_parameter(name) for name in sorted(unknown)])
    return _found(request, asked)


@reading.post(
    "/incidents/search",
    response={200: IncidentPageOut, 400: Problem, 413: Problem, 415: Problem, **PROBLEMS},
    summary="Search incidents by words",
    url_name="incident-search",
)
def incident_search(request: ApiRequest, asked: IncidentSearch) -> dict[str, Any]:
    """Those of your agency, up to your clearance, newest first. The words stand in the body, because proxies log URLs.
    Send the same body with `cursor` for older ones."""
    return _found(request, asked)


def _found(request: ApiRequest, asked: IncidentQuery) -> dict[str, Any]:
    form = IncidentFilterForm(asked.dict(exclude={"cursor", "limit"}), vocabulary=vocabulary())
    if not form.is_valid():
        raise ValidationError(_form_errors(form))
    visible = Incident.objects.visible_to(request.auth).with_sources()
    page = page_of(form.filters.applied(visible), asked.cursor, asked.limit)
    record_seen(request, page.rows, form.filters)
    return {"incidents": [answers.incident(each) for each in page.rows], "next": page.older or None}


@reading.get(
    "/incidents/{reference}",
    response={200: IncidentOut, 404: Problem, **PROBLEMS},
    summary="One incident",
    url_name="incident-detail",
)
def incident_detail(request: ApiRequest, reference: str) -> dict[str, Any]:
    """By its reference here, as in 2026-118391."""
    visible = Incident.objects.visible_to(request.auth).with_names().with_owners()
    known_as = Incident.objects.with_reference(reference)
    incident = visible_or_404(request, visible.with_reference(reference), known_as, reference)
    recording.seen(request, [incident], purpose=incident.purpose)
    return answers.incident(incident)


@code_lists.get(
    "/vocabulary",
    response={200: VocabularyOut, **PROBLEMS},
    summary="Codes in use here",
    url_name="vocabulary",
)
def vocabulary_detail(request: ApiRequest) -> dict[str, Any]:
    """Every code that a report may carry in this partnership at present, and what is stamped on your reports."""
    return answers.vocabulary(request.auth.source)


def _form_errors(form: IncidentFilterForm) -> list[dict[str, Any]]:
    """A form's findings in the shape of ninja's."""
    return [_finding("form", field, str(message)) for field, messages in form.errors.items() for message in messages]


def _unknown_parameter(name: str) -> dict[str, Any]:
    return _finding("query", name, NO_WORDS_HERE if name == "words" else NO_PARAMETER)


def _finding(where: str, field: str, reason: str) -> dict[str, Any]:
    return {"type": "form", "loc": (where, field), "msg": reason}
