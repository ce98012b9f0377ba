"""The start page: what is new, what one looked at, whom to ring."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.access.permissions import Publisher, Spoc
from core.agencies.models import Agency, Source
from core.audit.models import Entry
from core.incidents.models import Incident, IncidentType
from tests.personas import Persona, member, persona


@pytest.fixture
def source(police: Agency) -> Source:
    return Source.objects.create(agency=police, code="pol-reports", name="POL reports")


def reported(source: Source, number: int, *, level: int = 1) -> Incident:
    """A report of `number` hours ago."""
    moment = timezone.now() - timedelta(hours=number)
    return Incident.objects.create(
        reference=f"2026-{number:06}",
        type=IncidentType.objects.get(code="noise"),
        occurred_at=moment,
        narrative="Music through the wall",
        told_to=source.agency,
        owner=source.agency,
        purpose=source.purpose,
        level=level,
        source_evaluation=1,
        information_assessment="B",
        handling="P",
        source=source,
        source_reference=str(number),
        content_digest="",
        received_at=moment,
        updated_at=moment,
    )


def test_it_shows_the_newest_that_one_may_open(alice: Persona, source: Source) -> None:
    shown, withheld = reported(source, 1), reported(source, 2, level=4)

    page = alice.client.get("/")

    assert shown.reference in page.content.decode()
    assert withheld.reference not in page.content.decode()
    assert Entry.objects.about(f"incident:{shown.pk}").count() == 1


def test_it_leads_back_to_what_one_opened(alice: Persona, source: Source) -> None:
    incident = reported(source, 1)
    alice.client.get(incident.get_absolute_url())

    page = alice.client.get("/")

    assert (
        f'You last looked at <a href="{incident.get_absolute_url()}">{incident.reference}</a>' in page.content.decode()
    )


def test_it_names_the_single_point_of_contact_of_ones_own_agency(alice: Persona, police: Agency) -> None:
    contact = member("Sam Castle", of=police, role=Spoc)

    page = alice.client.get("/")

    assert contact.user.name in page.content.decode()


def test_who_reads_no_incidents_sees_none(alice: Persona, police: Agency, source: Source) -> None:
    incident = reported(source, 1)
    publisher = persona("alpha", member("Pat Hill", of=police, role=Publisher))

    page = publisher.client.get("/")

    assert page.status_code == 200
    assert incident.reference not in page.content.decode()
    assert "Nothing waits for you" in page.content.decode()


def test_it_asks_the_same_number_of_questions_for_two_reports_and_twenty(
    alice: Persona, source: Source, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 3):
        reported(source, number)
    alice.client.get("/")
    with django_assert_num_queries(11):
        alice.client.get("/")
    for number in range(3, 21):
        reported(source, number)

    with django_assert_num_queries(11):
        alice.client.get("/")


def test_it_leads_back_to_a_person_that_one_opened(alice: Persona, bob: Persona) -> None:
    address = f"/people-and-roles/{bob.user.pk}/"
    alice.client.get(address)

    page = alice.client.get("/")

    assert f'You last looked at <a href="{address}">{bob.user.name}</a>' in page.content.decode()
