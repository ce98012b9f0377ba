"""The list of neighbourhoods, and the page of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access.levels import Level
from core.access.roles import Publisher
from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.models import Entry
from tests.areas.shapes import feature, square
from tests.lists import filtered
from tests.personas import Persona, member, persona
from tests.reports import imported, incident


def test_it_lists_neighbourhoods_by_district_with_counts(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5)
    incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5, level=Level.CONFIDENTIAL)

    districts = bob.client.get("/neighbourhoods/").context["districts"]

    assert [district.name for district in districts] == ["Ward D1"]
    assert [(each.name, each.count) for each in districts[0].neighbourhoods] == [("Ward E1", 1), ("Ward E2", 0)]


def test_it_searches_by_part_of_the_name(bob: Persona, wards: dict[str, Area]) -> None:
    page = filtered(bob.client, "/neighbourhoods/", words="e2").content.decode()

    assert "/neighbourhoods/E2/" in page
    assert "/neighbourhoods/E1/" not in page


def test_it_shows_its_incidents_and_records_the_view(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    here = incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5, location="Church Street")
    incident(of=police, neighbourhood=wards["E2"], longitude=1.5, latitude=50.5)
    Area.objects.filter(code="E1").update(dataset="ONS, December 2025")

    response = bob.client.get("/neighbourhoods/E1/")

    assert [each.reference for each in response.context["overview"].incidents] == [here.reference]
    assert response.context["overview"].total == 1
    assert "Church Street" in response.content.decode()
    assert "ONS, December 2025" in response.content.decode()
    assert Entry.objects.get(event="records.seen").records == [f"incidents.incident:{here.pk}"]


def test_without_permission_to_read_incidents_none_are_shown(
    council: Agency, police: Agency, wards: dict[str, Area]
) -> None:
    incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5, location="Church Street")
    publisher = persona("alpha", member("Pat Publisher", of=council, role=Publisher))

    page = publisher.client.get("/neighbourhoods/E1/").content.decode()

    assert "Ward E1" in page
    assert "Fly-tipping again" not in page
    assert not Entry.objects.filter(event="records.seen").exists()


@pytest.mark.parametrize("code", ["D1", "E9"])
def test_a_district_or_unknown_code_is_not_found(bob: Persona, wards: dict[str, Area], code: str) -> None:
    assert bob.client.get(f"/neighbourhoods/{code}/").status_code == 404


def test_the_page_does_not_accept_post(bob: Persona, wards: dict[str, Area]) -> None:
    assert bob.client.post("/neighbourhoods/E1/").status_code == 405


@pytest.mark.parametrize("query", [{"words": "e2"}, {"where": "E1"}])
def test_an_invalid_url_shows_none(bob: Persona, wards: dict[str, Area], query: dict[str, str]) -> None:
    page = bob.client.get("/neighbourhoods/", query).content.decode()

    assert "/neighbourhoods/E1/" not in page
    assert "No results" in page


@pytest.mark.parametrize("path", ["/neighbourhoods/E1/"])
def test_two_rows_and_twenty_need_the_same_queries(
    bob: Persona, police: Agency, wards: dict[str, Area], path: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            bob.client.get(path)
        return len(captured)

    for _ in range(2):
        incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5)
    queries()  # the first request of a session fills caches
    few = queries()
    imported(*(feature(f"F{number}", square(20 + number, 50)) for number in range(18)), parent="D1")
    for _ in range(18):
        incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5)

    assert queries() == few
