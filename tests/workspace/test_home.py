"""My work: what each role has to do, the reader's neighbourhoods first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.principal import SYSTEM
from core.access.roles import (
    Administrator,
    Analyst,
    BoardMember,
    InformationGovernance,
    Lead,
    Practitioner,
    Publisher,
    Role,
    Spoc,
)
from core.accounts.models import Invitation
from core.agencies.models import Agency
from core.areas import actions
from core.areas.models import Area
from core.audit import recording
from core.audit.keys import key_of
from core.audit.models import Entry
from core.incidents.models import Incident
from core.intake import actions as intake
from core.intake.models import Batch
from core.oversight.events import VIEWERS_SEEN
from tests.personas import Persona, member, persona
from tests.reports import incident, source_of


def reported(agency: Agency, number: int, **more: object) -> Incident:
    """A report of `number` hours ago."""
    return incident(of=agency, occurred_at=timezone.now() - timedelta(hours=number), **more)


def page_of(who: Persona) -> str:
    response = who.client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def person_with(role: type[Role], agency: Agency, name: str = "Kim Hill") -> Persona:
    return persona("alpha", member(name, of=agency, role=role))


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


# Everybody -----------------------------------------------------------------------------------------------------------


def test_it_names_the_single_point_of_contact_of_the_users_agency(alice: Persona, police: Agency) -> None:
    contact = member("Sam Castle", of=police, role=Spoc)

    assert contact.user.name in page_of(alice)
    assert Entry.objects.about(f"accounts.user:{contact.user_id}").count() == 1


@pytest.mark.parametrize(
    "role", [Administrator, Spoc, Lead, Practitioner, Analyst, Publisher, BoardMember, InformationGovernance]
)
def test_the_reader_may_open_every_link(police: Agency, role: type[Role], wards: dict[str, Area]) -> None:
    reader = person_with(role, police)
    invited(police)
    reported(police, 1, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5)
    actions.follow(areas=[wards["E1"]], by=reader.acting_user)
    Entry.objects.create(at=timezone.now(), verb="export", event="trail.exported", actor=key_of(reader.user))

    page = page_of(reader).partition("<main")[2].partition("</main>")[0]

    links = {part.partition('"')[0] for part in page.split('href="')[1:]} - {"#main"}
    answers = {
        link: reader.client.get(link).status_code for link in links if not link.startswith(("mailto:", "/static/"))
    }
    assert answers
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_it_makes_the_same_number_of_queries_for_few_and_many_records(
    dana: Persona, police: Agency, wards: dict[str, Area]
) -> None:
    def more(number: int) -> None:
        reported(police, number, neighbourhood=wards["E1" if number % 2 else "E2"], longitude=0.5, latitude=50.5)
        invited(police, f"In Vited {number}")
        Entry.objects.create(at=timezone.now(), verb="export", event="trail.exported", actor=key_of(dana.user))

    actions.follow(areas=[wards["E1"], wards["E2"]], by=dana.acting_user)
    for number in range(1, 3):
        more(number)
    queries(dana.client)
    few = queries(dana.client)
    for number in range(3, 21):
        more(number)

    assert queries(dana.client) == few


# Those who read incidents --------------------------------------------------------------------------------------------


def test_it_shows_the_newest_that_the_user_may_open(alice: Persona, police: Agency) -> None:
    shown, withheld = reported(police, 1), reported(police, 2, level=4)

    page = page_of(alice)

    assert shown.reference in page
    assert withheld.reference not in page
    assert Entry.objects.about(f"incidents.incident:{shown.pk}").count() == 1


def test_the_users_neighbourhoods_come_first(alice: Persona, police: Agency, wards: dict[str, Area]) -> None:
    in_mine = reported(police, 48, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5)
    newer = [reported(police, number, neighbourhood=wards["E2"]) for number in range(1, 12)]
    assert in_mine.reference not in page_of(alice)

    actions.follow(areas=[wards["E1"]], by=alice.acting_user)
    page = page_of(alice)

    assert page.index(in_mine.reference) < page.index(newer[0].reference)
    assert "/incidents/?where=mine" in page


def test_the_trend_is_that_of_the_users_neighbourhoods(alice: Persona, police: Agency, wards: dict[str, Area]) -> None:
    for number in range(1, 4):
        reported(police, number, neighbourhood=wards["E2"])
    reported(police, 5, neighbourhood=wards["E1"])
    assert alice.client.get("/").context["home"].reported.trend.counts[-1] == 4

    actions.follow(areas=[wards["E1"]], by=alice.acting_user)

    assert alice.client.get("/").context["home"].reported.trend.counts[-1] == 1


def test_an_analyst_sees_which_neighbourhoods_have_more_than_usual(police: Agency, wards: dict[str, Area]) -> None:
    analyst = person_with(Analyst, police)
    now = timezone.now()
    for _ in range(3):
        incident(of=police, occurred_at=now, neighbourhood=wards["E1"])
    for month in range(6):
        incident(of=police, occurred_at=now - timedelta(days=30 * month), neighbourhood=wards["E2"])
    incident(of=police, occurred_at=now, level=4, neighbourhood=wards["E2"])

    found = analyst.client.get("/").context["home"].reported

    assert [(area.name, area.trend.counts[-1]) for area in found.rising] == [("Ward E1", 3)]
    assert [(area.name, area.count) for area in found.busiest] == [("Ward E1", 3), ("Ward E2", 1)]


def test_it_links_to_records_that_the_user_viewed(alice: Persona, police: Agency) -> None:
    opened = reported(police, 1)
    alice.client.get(opened.get_absolute_url())

    link = f'<a class="sn-nowrap" href="{opened.get_absolute_url()}">{opened.reference}</a>'
    assert f"You recently viewed {link}" in page_of(alice)


def test_it_does_not_name_a_record_that_was_withheld_since_the_user_viewed_it(alice: Persona, police: Agency) -> None:
    opened = reported(police, 1)
    alice.client.get(opened.get_absolute_url())
    assert "You recently viewed" in page_of(alice)

    Incident.objects.filter(pk=opened.pk).update(level=4)

    page = page_of(alice)
    assert opened.reference not in page
    assert "You recently viewed" not in page


def test_it_links_to_a_person_that_the_user_viewed(alice: Persona, bob: Persona) -> None:
    address = f"/people-and-roles/{bob.user.pk}/"
    alice.client.get(address)

    assert f'You recently viewed <a class="sn-nowrap" href="{address}">{bob.user.name}</a>' in page_of(alice)


def test_the_records_that_the_user_viewed_are_recorded_as_shown(alice: Persona, bob: Persona, police: Agency) -> None:
    older = [reported(police, hours) for hours in range(1, 10)][-1]  # not among the eight newest
    for address in (f"/people-and-roles/{bob.user.pk}/", older.get_absolute_url()):
        alice.client.get(address)

    alice.client.get("/")

    shown = Entry.objects.order_by("-pk")[0]
    assert shown.route == "/"
    assert {key_of(bob.user), key_of(older)} <= {*shown.records}


def test_a_single_record_on_my_work_was_not_opened(alice: Persona, bob: Persona, police: Agency) -> None:
    address = f"/people-and-roles/{bob.user.pk}/"
    alice.client.get(address)
    alice.client.get("/")

    assert Entry.objects.by_actor(key_of(alice.user)).opened_since(timezone.now() - timedelta(days=1)).count() == 1


def test_it_names_a_batch_that_the_user_viewed(dana: Persona, police: Agency) -> None:
    now = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    client = intake.issue_client(source=source_of(police), name="CAD", scopes=["incidents:write"], by=SYSTEM).client
    batch = Batch.objects.create(client=client, received_at=now, created=11, refused=1)
    recording.record(VIEWERS_SEEN, by=dana.acting_user, records=[batch])

    assert "You recently viewed Batch of 12 incidents, 3 November 2026, 14:05</p>" in page_of(dana)


def test_only_what_it_shows_of_an_incident_is_fetched(alice: Persona, police: Agency) -> None:
    alice.client.get(reported(police, 1).get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        alice.client.get("/")

    assert [query["sql"] for query in captured if "narrative" in query["sql"]] == []


# Administrators and single points of contact -------------------------------------------------------------------------


def invited(agency: Agency, name: str = "In Vited", days: int = 7) -> Persona:
    """A user with an invitation that ends in this many days."""
    membership = member(name, of=agency, role=Practitioner)
    Invitation.objects.create(user=membership.user, expires_at=timezone.now() + timedelta(days=days))
    return Persona("alpha", membership.user, membership, Client())


def test_an_administrator_sees_who_has_not_signed_in(dana: Persona, police: Agency) -> None:
    late, soon = invited(police, "Late Comer", days=-1), invited(police, "Soon Due", days=3)
    come = invited(police, "Al Ready")
    come.user.last_login = timezone.now()
    come.user.save(update_fields=["last_login"])

    found = dana.client.get("/").context["home"].administration.invited

    names = [(each.person.name, each.has_expired) for each in found if each.person != dana.user]
    assert [(late.user.name, True), (soon.user.name, False)] == names[-2:]
    assert come.user.name not in dict(names)
    assert Entry.objects.about(f"accounts.user:{late.user.pk}").count() == 1


def test_a_spoc_sees_those_of_their_own_agency_only(police: Agency, council: Agency) -> None:
    spoc = person_with(Spoc, council)
    own, other = invited(council, "Own Colleague"), invited(police, "Other Colleague")

    page = page_of(spoc)

    assert own.user.name in page
    assert other.user.name not in page
    assert "Next steps" not in page


def test_an_administrator_sees_agencies_without_a_contact(dana: Persona, police: Agency, council: Agency) -> None:
    member("Sam Castle", of=council, role=Spoc)

    found = dana.client.get("/").context["home"].administration

    assert [agency.code for agency in found.without_contact] == ["POL"]
    assert "/agencies/POL/invite/" in page_of(dana)


def test_a_new_administrator_sees_the_next_steps_until_all_are_done(
    dana: Persona, police: Agency, council: Agency, wards: dict[str, Area], system: object
) -> None:
    before = dana.client.get("/").context["home"].administration
    assert before.steps_left == 2
    assert 'Next steps <span class="sn-count">2</span>' in page_of(dana)
    assert [step.name for step in before.steps if not step.is_done] == [
        "Invite a single point of contact for each agency",
        "Invite a person for information governance",
    ]

    for agency in (police, council):
        member(f"Sam {agency.code}", of=agency, role=Spoc)
    member("Iris Gate", of=council, role=InformationGovernance)

    assert dana.client.get("/").context["home"].administration.steps == []
    assert "Next steps" not in page_of(dana)


# Information governance, board ---------------------------------------------------------------------------------------


def test_information_governance_sees_refusals_and_exports(bob: Persona, council: Agency) -> None:
    bob.client.get("/audit-trail/")
    iris = person_with(InformationGovernance, council, "Iris Gate")
    iris.client.get("/audit-trail/export.csv")

    found = iris.client.get("/").context["home"].trail

    assert [line.actor for line in found.refusals] == ["Bob Tanner"]
    assert [line.actor for line in found.exports] == ["Iris Gate"]
    assert "/audit-trail/?verb=refusal" in page_of(iris)


def test_nobody_else_sees_who_was_refused(bob: Persona, alice: Persona) -> None:
    bob.client.get("/audit-trail/")

    assert "Refused in the last" not in page_of(alice)


@pytest.mark.parametrize("role", [BoardMember, Publisher, InformationGovernance])
def test_users_without_incidents_see_counts_of_the_partnership(
    alice: Persona, police: Agency, council: Agency, wards: dict[str, Area], role: type[Role]
) -> None:
    opened = reported(police, 1)
    reader = person_with(role, council)

    page = page_of(reader)
    facts = {count.label: count.text for count in reader.client.get("/").context["home"].counts}

    assert opened.reference not in page
    assert facts["State"] == "Demonstration"
    assert facts["Agencies"] == "2, of which 2 have a statutory duty"
    assert facts["Without a contact"] == "2 agencies"
    assert facts["Neighbourhoods"] == "2"
    assert facts["People"].startswith("2, of whom ")
