"""Similar spellings for a search that found nothing."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.models import Entry
from core.incidents.models import Incident
from tests.lists import filtered
from tests.personas import Persona
from tests.reports import incident


def suggested(who: Persona, words: str) -> list[str]:
    return [each.name for each in filtered(who.client, "/incidents/", words=words).context["listing"].suggestions]


def test_a_misspelt_neighbourhood_is_suggested(bob: Persona, wards: dict[str, Area]) -> None:
    Area.objects.filter(code="E1").update(name="Freemantle")

    page = filtered(bob.client, "/neighbourhoods/", words="fremantel").content.decode()

    assert 'Did you mean <a href="/neighbourhoods/E1/">Freemantle</a>?' in page


def test_areas_and_types_are_suggested_with_their_lists(bob: Persona, wards: dict[str, Area]) -> None:
    Area.objects.filter(code="E1").update(name="Freemantle")

    (area,) = filtered(bob.client, "/incidents/", words="Fremantle").context["listing"].suggestions
    (kind,) = filtered(bob.client, "/incidents/", words="burglery").context["listing"].suggestions

    assert (area.name, area.address) == ("Freemantle", "/incidents/?where=E1")
    assert (kind.name, kind.address) == ("Burglary", "/incidents/?type=burglary")


def test_a_street_is_suggested_finds_its_reports_and_is_recorded(bob: Persona, police: Agency) -> None:
    found = incident(of=police, location="Larkspur Court")

    (street,) = filtered(bob.client, "/incidents/", words="larkspurr").context["listing"].suggestions

    assert street.name == "Larkspur Court"
    assert "arkspur" not in street.address
    assert [each.pk for each in bob.client.get(street.address).context["listing"].page.rows] == [found.pk]
    assert Entry.objects.filter(event="records.searched").earliest("pk").records == [f"incidents.incident:{found.pk}"]


def test_the_newest_incident_names_a_street_and_old_streets_are_left_out(police: Agency) -> None:
    incident(of=police, location="Old Road", occurred_at=datetime(2026, 9, 1, tzinfo=UTC))
    newest = incident(of=police, location="Larkspur Court", occurred_at=datetime(2026, 9, 4, tzinfo=UTC))
    incident(of=police, location="Larkspur Court", occurred_at=datetime(2026, 9, 3, tzinfo=UTC))
    other = incident(of=police, location="Albert Road", occurred_at=datetime(2026, 9, 2, tzinfo=UTC))

    streets = Incident.objects.newest_at_each_location(among=3)

    assert streets == [("Albert Road", other.pk), ("Larkspur Court", newest.pk)]


def test_streets_that_the_reader_may_not_see_are_not_suggested(bob: Persona, charlie: Persona, police: Agency) -> None:
    incident(of=police, location="Larkspur Court", level=3)

    assert suggested(bob, "larkspurr") == []
    assert suggested(charlie, "larkspurr") == []


def test_without_a_similar_name_there_is_no_suggestion(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    assert suggested(bob, "xylophone") == []
    assert filtered(bob.client, "/neighbourhoods/", words="xylophone").context["suggestions"] == []


def test_more_streets_need_no_more_queries(bob: Persona, police: Agency) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            filtered(bob.client, "/incidents/", words="larkspurr")
        return len(captured)

    incident(of=police, location="Larkspur Court")
    queries()
    few = queries()
    for number in range(20):
        incident(of=police, location=f"Larkspur Lane {number}")

    assert queries() == few
