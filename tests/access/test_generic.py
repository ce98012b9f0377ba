"""The generic views of a list and of a record, and the templates that their pages extend."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from core.access.generic import detail_view, list_view
from core.access.levels import Level
from core.access.lists import FilteredList, registry
from core.agencies.lists import AgencyList
from core.agencies.models import Agency
from core.agencies.permissions import AGENCY_READ
from core.agencies.record_types import AGENCY
from core.audit.trail import Trail
from core.incidents.lists import IncidentList
from core.incidents.permissions import INCIDENT_READ
from core.incidents.record_types import INCIDENT
from tests.personas import Persona
from tests.reports import incident

INCIDENTS = list_view(IncidentList, template="list-page.html")
AN_INCIDENT = detail_view(INCIDENT, template="record-page.html")


def requested(method: str, who: Persona, **sent: str) -> Any:
    """A request as the middleware passes it to a view."""
    request: Any = getattr(RequestFactory(), method)("/", sent)
    request.user, request.trail, request.second_factor, request.printing = who.acting_user, Trail(), True, None
    request.surface, request.partnership, request.csp_nonce = "workspace", None, ""
    return request


def text(response: HttpResponse) -> str:
    """What the page says, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode().partition("<main")[2]))


def test_the_guard_is_the_permission_of_the_declaration() -> None:
    assert INCIDENTS.guard.permission == IncidentList.permission == INCIDENT_READ
    assert AN_INCIDENT.guard.permission == INCIDENT.page_needs == INCIDENT_READ


def test_a_record_type_without_a_permission_for_its_page_has_no_page() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"agencies\.agency has no `page_needs`"):
        detail_view(AGENCY, template="record-page.html")


@pytest.mark.parametrize("view", [INCIDENTS, AN_INCIDENT])
def test_another_method_is_refused(view: Any, bob: Persona) -> None:
    assert view(requested("put", bob)).status_code == 405


def test_a_form_leads_to_the_url_with_its_filters(bob: Persona) -> None:
    response = INCIDENTS(requested("post", bob, kind="crime"))

    assert (response.status_code, response["Location"]) == (303, "/incidents/?kind=crime")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "2 incidents"),
        ({"kind": "unsaid"}, "2 incidents match your filters"),
        ({"type": "noise"}, "1 incident matches your filters"),
        ({"kind": "crime"}, "No incidents match"),
        ({"kind": "nonsense"}, "No results"),
    ],
)
def test_a_list_says_how_many_rows_match(bob: Persona, police: Agency, query: dict[str, str], sentence: str) -> None:
    incident(of=police)
    incident(of=police, type="noise")

    page = text(INCIDENTS(requested("get", bob, **query)))

    assert re.search(rf"\b{sentence}(?! match)", page)


def test_an_empty_list_says_so(bob: Persona) -> None:
    assert "No incidents yet" in text(INCIDENTS(requested("get", bob)))


def test_a_list_records_the_rows_that_it_shows(bob: Persona, police: Agency) -> None:
    shown = incident(of=police)
    incident(of=police, level=Level.CONFIDENTIAL)
    request = requested("get", bob)

    INCIDENTS(request)

    assert list(request.trail.records) == [f"incidents.incident:{shown.pk}"]
    assert request.trail.details["total"] == 1


def test_a_list_without_personal_data_is_not_recorded(bob: Persona) -> None:
    request = requested("get", bob)

    list_view(AgencyList, template="list-page.html")(request)

    assert request.trail.event is None


def test_a_list_passes_on_its_context(bob: Persona) -> None:
    view = list_view(AgencyList, template="agencies/agency-list.html", context=lambda _: {"can_manage": True})

    assert "Add agency" in text(view(requested("get", bob)))


def test_a_record_is_shown_with_its_grading_and_origin(bob: Persona, police: Agency) -> None:
    record = incident(of=police, handling="C", handling_conditions=["A1"])
    request = requested("get", bob)

    page = text(AN_INCIDENT(request, reference=record.reference))

    for words in (
        "Shared with conditions",
        "Alpha Constabulary",
        "POL records",
        record.source_reference,
        "Why you can",
    ):
        assert words in page
    assert list(request.trail.records) == [f"incidents.incident:{record.pk}"]
    assert request.trail.purpose == record.purpose


def test_a_record_that_no_partner_system_sent_has_an_owner_only(bob: Persona, police: Agency) -> None:
    def typed(*_: object) -> dict[str, Any]:
        record.source = None  # type: ignore[assignment]  # as of a type that people enter themselves
        return {"record": record}

    record = incident(of=police)
    view = detail_view(INCIDENT, template="record-page.html", context=typed)

    page = text(view(requested("get", bob), reference=record.reference))

    assert "Alpha Constabulary" in page
    assert "Source reference" not in page


@pytest.mark.parametrize("withheld", [True, False])
def test_a_record_that_the_reader_may_not_see_is_not_found(bob: Persona, police: Agency, withheld: bool) -> None:
    record = incident(of=police, level=Level.CONFIDENTIAL)
    request = requested("get", bob)

    with pytest.raises(Http404):
        AN_INCIDENT(request, reference=record.reference if withheld else "2026-000000")

    assert list(request.trail.records) == ([f"incidents.incident:{record.pk}"] if withheld else [])
    assert request.trail.event.code == ("record.withheld" if withheld else "record.not-found")


def test_a_record_is_found_by_the_field_that_the_url_names_with_what_is_fetched(bob: Persona, police: Agency) -> None:
    view = detail_view(
        replace(AGENCY, page_needs=AGENCY_READ),
        template="agencies/agency-detail.html",
        fetch=lambda agencies: agencies.with_types().with_counts(),
    )

    page = text(view(requested("get", bob), code=police.code))

    assert "Alpha Constabulary" in page
    assert "People0" in page  # which `fetch` counts


@pytest.mark.parametrize("declared", registry.registered(), ids=lambda each: each.name)
def test_each_list_has_words_for_its_rows(declared: type[FilteredList[Any]]) -> None:
    assert declared.label
    assert declared.plural
    assert declared.label != declared.plural
