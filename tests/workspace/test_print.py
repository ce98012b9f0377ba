"""A print is a disclosure: it has a purpose and a number, and is recorded."""

import re

import pytest
from django.urls import reverse

from core.agencies.models import Agency
from core.audit.models import Entry
from core.audit.numbers import new_number
from core.incidents.models import Incident
from tests import reports
from tests.personas import Persona

NUMBER = re.compile(r"Print ([2-9A-Z]{4}-[2-9A-Z]{4}) is recorded\.")


@pytest.fixture
def incident(police: Agency) -> Incident:
    """An incident with handling conditions."""
    return reports.incident(of=police, handling="C", handling_conditions=["A1", "S2"])


def printed(persona: Persona, address: str, purpose: str = "safeguarding") -> str:
    """The page for a print."""
    separator = "&" if "?" in address else "?"
    return persona.client.get(f"{address}{separator}print={purpose}").content.decode()


def test_a_print_is_recorded_under_its_number_with_purpose_and_conditions(dana: Persona, incident: Incident) -> None:
    page = printed(dana, incident.get_absolute_url())

    number = NUMBER.findall(page)[0]
    assert "for: safeguarding." in page
    assert "Handling conditions: C A1 S2." in page
    entry = Entry.objects.get(event="records.printed")
    assert entry.verb == "export"
    assert entry.purpose == "safeguarding"
    assert entry.details == {"number": number, "conditions": "C A1 S2"}
    assert entry.records == [f"incidents.incident:{incident.pk}", f"print:{number}"]
    assert entry.actor == f"accounts.user:{dana.user.pk}"


def test_it_is_recorded_as_well_as_the_view(dana: Persona, incident: Incident) -> None:
    printed(dana, incident.get_absolute_url())

    assert set(Entry.objects.about(f"incidents.incident:{incident.pk}").values_list("event", flat=True)) == {
        "records.seen",
        "records.printed",
    }


def test_each_print_has_a_different_number(dana: Persona, incident: Incident) -> None:
    numbers = {NUMBER.findall(printed(dana, incident.get_absolute_url()))[0] for _ in range(3)}

    assert len(numbers) == 3
    assert len({new_number() for _ in range(1_000)}) == 1_000


def test_a_print_is_found_by_the_number_on_the_paper(dana: Persona, incident: Incident) -> None:
    number = NUMBER.findall(printed(dana, incident.get_absolute_url()))[0]

    found = dana.client.post(reverse("audit-list"), {"record": number.lower()}, follow=True).content.decode()

    assert f"print number {number}, handling conditions: C A1 S2" in found
    assert " ".join(re.sub(r"<[^>]+>", "", found).split()).count("print number") == 1


@pytest.mark.parametrize("purpose", ["", "curiosity", "safeguarding%00"])
def test_nothing_is_printed_without_a_purpose(dana: Persona, incident: Incident, purpose: str) -> None:
    page = printed(dana, incident.get_absolute_url(), purpose)

    assert "Nothing was printed. Choose what the print is for." in page
    assert not NUMBER.search(page)
    assert not Entry.objects.filter(event="records.printed").exists()


def test_a_page_without_personal_data_is_not_a_disclosure(dana: Persona) -> None:
    page = printed(dana, reverse("agency-add"))

    assert not NUMBER.search(page)
    assert not Entry.objects.filter(event="records.printed").exists()


def test_a_refused_page_is_not_printed(bob: Persona) -> None:
    page = printed(bob, reverse("audit-list"))

    assert not NUMBER.search(page)
    assert [entry.event for entry in Entry.objects.by_actor(f"accounts.user:{bob.user.pk}")] == ["request.refused"]


def test_a_list_is_printed_with_its_filter_and_no_link_on_it_prints_again(dana: Persona, incident: Incident) -> None:
    page = printed(dana, f"{reverse('incident-list')}?kind=personal")

    assert NUMBER.search(page)
    assert "print=" not in "".join(re.findall(r'href="([^"]*)"', page))


def test_the_form_suggests_the_purpose_of_the_record(dana: Persona, incident: Incident) -> None:
    page = dana.client.get(incident.get_absolute_url()).content.decode()

    assert f'<option value="{incident.purpose}" selected>' in page
