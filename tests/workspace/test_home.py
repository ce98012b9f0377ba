"""The start page: what is new, what one looked at, whom to ring."""

from datetime import timedelta

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.access.permissions import Publisher, Spoc
from core.agencies.models import Agency
from core.audit.models import Entry
from core.incidents.models import Incident
from tests.personas import Persona, member, persona
from tests.reports import incident


def reported(agency: Agency, number: int, *, level: int = 1) -> Incident:
    """A report of `number` hours ago."""
    return incident(of=agency, occurred_at=timezone.now() - timedelta(hours=number), level=level)


def test_it_shows_the_newest_that_one_may_open(alice: Persona, police: Agency) -> None:
    shown, withheld = reported(police, 1), reported(police, 2, level=4)

    page = alice.client.get("/")

    assert shown.reference in page.content.decode()
    assert withheld.reference not in page.content.decode()
    assert Entry.objects.about(f"incident:{shown.pk}").count() == 1


def test_it_leads_back_to_what_one_opened(alice: Persona, police: Agency) -> None:
    opened = reported(police, 1)
    alice.client.get(opened.get_absolute_url())

    page = alice.client.get("/")

    assert f'You last looked at <a href="{opened.get_absolute_url()}">{opened.reference}</a>' in page.content.decode()


def test_it_names_the_single_point_of_contact_of_ones_own_agency(alice: Persona, police: Agency) -> None:
    contact = member("Sam Castle", of=police, role=Spoc)

    page = alice.client.get("/")

    assert contact.user.name in page.content.decode()
    assert Entry.objects.about(f"user:{contact.user_id}").count() == 1


def test_who_reads_no_incidents_sees_none(alice: Persona, police: Agency) -> None:
    opened = reported(police, 1)
    publisher = persona("alpha", member("Pat Hill", of=police, role=Publisher))

    page = publisher.client.get("/")

    assert page.status_code == 200
    assert opened.reference not in page.content.decode()
    assert "Nothing waits for you" in page.content.decode()


def test_it_asks_the_same_number_of_questions_for_two_reports_and_twenty(
    alice: Persona, police: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 3):
        reported(police, number)
    alice.client.get("/")
    with django_assert_num_queries(11):
        alice.client.get("/")
    for number in range(3, 21):
        reported(police, number)

    with django_assert_num_queries(11):
        alice.client.get("/")


def test_it_leads_back_to_a_person_that_one_opened(alice: Persona, bob: Persona) -> None:
    address = f"/people-and-roles/{bob.user.pk}/"
    alice.client.get(address)

    page = alice.client.get("/")

    assert f'You last looked at <a href="{address}">{bob.user.name}</a>' in page.content.decode()
