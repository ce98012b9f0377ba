"""Near spellings, where a search found nothing."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.models import Entry
from tests.lists import filtered
from tests.personas import Persona
from tests.reports import incident


def suggested(who: Persona, words: str, path: str = "/incidents/") -> list[str]:
    return [each.name for each in filtered(who.client, path, words=words).context["suggestions"]]


def test_a_neighbourhood_spelt_wrong_is_suggested(bob: Persona, wards: dict[str, Area]) -> None:
    Area.objects.filter(code="E1").update(name="Freemantle")

    page = filtered(bob.client, "/neighbourhoods/", words="fremantel").content.decode()

    assert 'Did you mean <a href="/neighbourhoods/E1/">Freemantle</a>?' in page


def test_places_and_types_are_suggested_with_the_list_of_each(bob: Persona, wards: dict[str, Area]) -> None:
    Area.objects.filter(code="E1").update(name="Freemantle")

    (place,) = filtered(bob.client, "/incidents/", words="Fremantle").context["suggestions"]
    (kind,) = filtered(bob.client, "/incidents/", words="burglery").context["suggestions"]

    assert (place.name, place.address) == ("Freemantle", "/incidents/?where=E1")
    assert (kind.name, kind.address) == ("Burglary", "/incidents/?type=burglary")


def test_a_street_is_suggested_finds_its_reports_and_is_recorded(bob: Persona, police: Agency) -> None:
    found = incident(of=police, location="Larkspur Court")

    (street,) = filtered(bob.client, "/incidents/", words="larkspurr").context["suggestions"]

    assert street.name == "Larkspur Court"
    assert "arkspur" not in street.address
    assert [each.pk for each in bob.client.get(street.address).context["listing"].page.rows] == [found.pk]
    assert Entry.objects.filter(event="records.searched").earliest("pk").records == [f"incidents.incident:{found.pk}"]


def test_what_one_may_not_see_is_not_suggested(bob: Persona, charlie: Persona, police: Agency) -> None:
    incident(of=police, location="Larkspur Court", level=3)

    assert suggested(bob, "larkspurr") == []
    assert suggested(charlie, "larkspurr") == []


def test_nothing_like_it_suggests_nothing(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    assert suggested(bob, "xylophone") == []
    assert suggested(bob, "xylophone", "/neighbourhoods/") == []


def test_it_takes_one_query_however_many_streets(bob: Persona, police: Agency) -> None:
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
