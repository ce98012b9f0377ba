"""The page of one incident."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access.levels import Level
from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.models import Entry
from tests.annotations import ClientResponse
from tests.personas import Persona
from tests.reports import incident


def test_it_shows_all_details_and_records_the_view(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    report = incident(
        of=police,
        narrative="Shouting and banging at a door, ten minutes",
        qualifiers=["alcohol"],
        neighbourhood=wards["E1"],
        longitude=0.5,
        latitude=50.5,
        handling="C",
        handling_conditions=["A1", "S2"],
    )

    page = bob.client.get(f"/incidents/{report.reference}/").content.decode()

    assert "Shouting and banging at a door" in page
    assert "Ward E1" in page
    assert "Alcohol" in page
    assert "Shared with conditions" in page
    entry = Entry.objects.get(event="records.seen")
    assert entry.records == [f"incidents.incident:{report.pk}"]
    assert entry.purpose == "antisocial-behaviour"


def test_a_point_outside_all_areas_differs_from_no_point(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    outside = incident(of=police, longitude=9.0, latitude=50.5)
    nowhere = incident(of=police)

    assert "Outside all neighbourhoods" in bob.client.get(f"/incidents/{outside.reference}/").content.decode()
    assert "has no coordinates" in bob.client.get(f"/incidents/{nowhere.reference}/").content.decode()


def test_a_month_is_shown_as_a_month(bob: Persona, police: Agency) -> None:
    from tests.incidents.test_list import at

    noon = at("2018-11-01T12:00")  # the page shows when it was received and changed, too
    report = incident(
        of=police, occurred_at=at("2018-10-01T00:00"), precision="month", received_at=noon, updated_at=noon
    )

    page = bob.client.get(f"/incidents/{report.reference}/").content.decode()

    assert "October 2018" in page
    assert "00:00" not in page


def test_an_incident_above_the_clearance_is_not_found(bob: Persona, police: Agency) -> None:
    withheld_incident = incident(of=police, level=Level.CONFIDENTIAL)

    assert bob.client.get(f"/incidents/{withheld_incident.reference}/").status_code == 404
    assert not Entry.objects.showing_records().about(f"incidents.incident:{withheld_incident.pk}").exists()


def test_an_incident_of_another_partnership_is_not_found(charlie: Persona, police: Agency) -> None:
    report = incident(of=police)

    assert charlie.client.get(f"/incidents/{report.reference}/").status_code == 404


def test_markup_in_a_narrative_is_escaped(bob: Persona, police: Agency) -> None:
    report = incident(of=police, narrative="<script>alert(1)</script>")

    assert "<script>alert" not in bob.client.get(f"/incidents/{report.reference}/").content.decode()


def test_a_withheld_incident_is_answered_like_a_missing_one_and_recorded(bob: Persona, police: Agency) -> None:
    withheld_incident = incident(of=police, level=Level.CONFIDENTIAL)
    bob.client.get("/incidents/warm-up/")

    with CaptureQueriesContext(connection) as for_held:
        withheld = bob.client.get(f"/incidents/{withheld_incident.reference}/")
    with CaptureQueriesContext(connection) as for_none:
        missing = bob.client.get("/incidents/2026-T99999/")

    assert (withheld.status_code, missing.status_code) == (404, 404)
    assert without_tokens(withheld) == without_tokens(missing)
    assert [statement(query) for query in for_held] == [statement(query) for query in for_none]
    entry, miss = Entry.objects.filter(verb="refusal").order_by("pk")[1:]
    assert (entry.event, entry.records, entry.details) == (
        "record.withheld",
        [f"incidents.incident:{withheld_incident.pk}"],
        {},
    )
    assert (miss.event, miss.records, miss.details) == ("record.not-found", [], {"asked": "2026-T99999"})


def without_tokens(response: ClientResponse) -> str:
    """The page without what differs on each request: form tokens and nonces."""
    return re.sub(r'(value|nonce)="[\w-]{20,}"', "", response.content.decode())


def statement(query: dict[str, str]) -> str:
    """The SQL of a query without its values."""
    return re.sub(r"(ARRAY\[[^]]*\]|'[^']*')(::varchar\(\d+\)\[\])?|\d+|NULL", "?", query["sql"])


def test_the_title_has_type_and_place_but_not_the_narrative(
    bob: Persona, police: Agency, wards: dict[str, Area]
) -> None:
    def heading(**fields: object) -> str:
        page = bob.client.get(
            incident(of=police, type="noise", narrative="Jane Doe shouted", **fields).get_absolute_url()
        )
        return page.content.decode().partition('<h1 class="sn-title">')[2].partition("</h1>")[0]

    assert heading(location="Church Street") == "Noise, Church Street"
    assert heading(neighbourhood=wards["E1"]) == "Noise, Ward E1"
    assert heading() == "Noise"


def test_the_breadcrumb_keeps_the_filter(bob: Persona, police: Agency) -> None:
    report = incident(of=police)

    def breadcrumb(referer: str) -> str:
        page = bob.client.get(report.get_absolute_url(), headers={"Referer": referer}).content.decode()
        return page.partition('<nav class="sn-crumbs"')[2].partition('<a href="')[2].partition('"')[0]

    assert (
        breadcrumb("https://alpha.testserver/incidents/?kind=crime&cursor=abc")
        == "/incidents/?kind=crime&amp;cursor=abc"
    )
    assert breadcrumb("https://elsewhere.example/incidents/?kind=crime") == "/incidents/"
    assert breadcrumb("https://alpha.testserver/?kind=crime") == "/incidents/"
    assert breadcrumb("") == "/incidents/"
