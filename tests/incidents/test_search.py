"""Searching for a record by its reference, its source reference, or words."""

import pytest
from django.db import connection

from core.access.levels import Level
from core.agencies.models import Agency, Source
from core.audit.models import Entry
from core.incidents.models import Incident
from tests.lists import filtered, url_of
from tests.personas import Persona
from tests.reports import GRADING, incident


@pytest.mark.parametrize("typed", ["2026-000412", "  2026-000412 ", "CAD/118/26", "cad/118/26"])
def test_a_reference_redirects_to_its_record(bob: Persona, police: Agency, typed: str) -> None:
    found = incident(of=police, reference="2026-000412", source_reference="CAD/118/26")

    assert url_of(bob.client, "/search/", words=typed) == found.get_absolute_url()


def test_a_reference_that_several_sources_use_redirects_to_a_list(bob: Persona, police: Agency) -> None:
    other = Source.objects.create(agency=police, code="pol-other", name="Other", **GRADING)
    two = [incident(of=police, source_reference="118"), incident(of=police, source_reference="118", source=other)]
    incident(of=police, source_reference="1189")

    response = filtered(bob.client, "/search/", words="118")

    assert response.request["PATH_INFO"] == "/incidents/"
    assert "118" not in response.request["QUERY_STRING"]
    assert {each.pk for each in response.context["listing"].page.rows} == {each.pk for each in two}
    assert dict(response.context["listing"].values.values) == {"number": "118"}


def test_a_safetynet_reference_comes_before_the_same_source_reference(bob: Persona, police: Agency) -> None:
    for number in range(2):
        other = Source.objects.create(agency=police, code=f"pol-{number}", name=f"Other {number}", **GRADING)
        incident(of=police, source_reference="2026-000412", source=other)
    here = incident(of=police, reference="2026-000412")

    assert url_of(bob.client, "/search/", words="2026-000412") == here.get_absolute_url()


def test_other_text_is_searched_for_as_words(bob: Persona, police: Agency) -> None:
    found = incident(of=police, narrative="Four off-road bikes")
    incident(of=police)

    response = filtered(bob.client, "/search/", words="bikes")

    assert dict(response.context["listing"].values.values) == {"words": "bikes"}
    assert [each.pk for each in response.context["listing"].page.rows] == [found.pk]


@pytest.mark.parametrize("number", ["2026-000412", "CAD/118/26"])
def test_a_record_that_the_reader_may_not_see_is_treated_as_missing(bob: Persona, police: Agency, number: str) -> None:
    def page() -> str:
        response = filtered(bob.client, "/search/", words=number)
        assert response.request["PATH_INFO"] == "/incidents/"
        return response.content.decode().partition("<main")[2].partition('name="csrf')[0]

    without_record = page()
    incident(of=police, reference="2026-000412", source_reference="CAD/118/26", level=Level.CONFIDENTIAL)

    assert page() == without_record


def test_another_partnership_finds_nothing(charlie: Persona, police: Agency) -> None:
    found = incident(of=police)

    assert url_of(charlie.client, "/search/", words=found.reference).startswith("/incidents/?words=")


def test_a_search_that_redirects_to_a_record_is_recorded(bob: Persona, police: Agency) -> None:
    found = incident(of=police)

    url_of(bob.client, "/search/", words=found.reference)

    entry = Entry.objects.get(event="records.searched")
    assert entry.records == [f"incidents.incident:{found.pk}"]
    assert entry.details == {"query": found.reference, "total": 1}


def test_a_search_that_redirects_to_a_list_is_recorded_by_the_list(bob: Persona, police: Agency) -> None:
    filtered(bob.client, "/incidents/", number="118", words="door")

    assert Entry.objects.get(event="records.searched").details == {"query": "door, 118", "total": 0, "filters": {}}


def test_both_references_are_found_by_index(alpha: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Incident.objects.with_any_reference("CAD/118/26").explain()

    assert "incident_by_their_number" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "x" * 201])
def test_an_invalid_search_has_an_error(bob: Persona, typed: str) -> None:
    page = bob.client.post("/search/", {"words": typed}).content.decode()

    assert "There is a problem" in page


def test_every_page_has_the_search_in_its_header(bob: Persona) -> None:
    header = bob.client.get("/agencies/").content.decode().partition("<main")[0]

    assert 'action="/search/"' in header
    assert ">Search</button>" in header
