"""Acting for one agency at a time."""

import pytest
from django.utils import timezone

from core.access.roles import Lead, Reader
from core.accounts.models import User
from core.agencies.models import Agency, Membership
from core.agencies.session import SESSION_KEY
from core.audit.models import Entry
from tests.personas import Persona, browser_at, member, sign_in


@pytest.fixture
def both(alice: Persona, council: Agency) -> Persona:
    """Alice, who also reads for the council."""
    Membership.objects.create(user=alice.user, agency=council, role=Reader.code, level=1)
    return alice


def unchosen(persona: Persona) -> Persona:
    """Signed in, as before anything was chosen."""
    session = persona.client.session
    del session[SESSION_KEY]
    session.save()
    return persona


def test_with_one_membership_there_is_nothing_to_choose(alice: Persona) -> None:
    unchosen(alice)

    assert alice.client.get(f"/agencies/{alice.membership.agency.code}/").status_code == 200

    assert SESSION_KEY not in alice.client.session
    assert Entry.objects.get(event="records.seen").agency_id == alice.membership.agency_id


def test_a_second_membership_asks_for_a_choice(alice: Persona, council: Agency) -> None:
    unchosen(alice)
    assert alice.client.get("/agencies/").status_code == 200

    Membership.objects.create(user=alice.user, agency=council, role=Reader.code, level=1)

    assert alice.client.get("/agencies/").headers["Location"].startswith("/choose-agency/")


def test_with_two_one_is_asked(both: Persona) -> None:
    unchosen(both)

    response = both.client.get("/agencies/?sector=police")

    assert response.headers["Location"] == "/choose-agency/?next=%2Fagencies%2F%3Fsector%3Dpolice"
    page = both.client.get(response.headers["Location"]).content.decode()
    assert "Act for POL" in page
    assert "Act for ACC" in page


def test_a_choice_that_has_ended_is_not_replaced_by_another(both: Persona) -> None:
    Membership.objects.filter(pk=both.membership.pk).update(ended_at=timezone.now())

    assert both.client.get("/agencies/").headers["Location"].startswith("/choose-agency/")


def test_the_first_choice_gives_the_session_a_new_key_too(both: Persona) -> None:
    before = unchosen(both).client.session.session_key

    both.client.post("/choose-agency/", {"membership": both.membership.pk})

    assert both.client.session.session_key != before


def test_nobody_acts_for_an_agency_before_the_second_factor(police: Agency) -> None:
    membership = member("Half Way", of=police, role=Lead)
    client = browser_at("alpha.testserver")
    sign_in(client, membership, second_factor=False)
    session = client.session
    del session[SESSION_KEY]
    session.save()

    response = client.get("/agencies/")

    assert response.headers["Location"].startswith("/account/second-factor/")
    user = response.wsgi_request.user
    assert isinstance(user, User)
    assert user.acting is None


def test_a_switch_gives_the_session_a_new_key_and_is_recorded(both: Persona, council: Agency) -> None:
    before = both.client.session.session_key
    other = Membership.objects.get(user=both.user, agency=council)

    response = both.client.post("/choose-agency/", {"membership": other.pk, "next": "/agencies/"})

    assert response.headers["Location"] == "/agencies/"
    assert both.client.session.session_key != before
    assert both.client.session[SESSION_KEY] == other.pk
    assert User.objects.get(pk=both.user.pk).last_agency_id == council.pk
    assert Entry.objects.get(event="acting.chosen").agency_id == council.pk
    assert both.client.get("/roles/").status_code == 200


def test_the_old_key_opens_nothing(both: Persona, council: Agency) -> None:
    stolen = browser_at("alpha.testserver")
    stolen.cookies.update(both.client.cookies)
    other = Membership.objects.get(user=both.user, agency=council)

    both.client.post("/choose-agency/", {"membership": other.pk})

    assert stolen.get("/agencies/").headers["Location"].startswith("/account/login/")


def test_nobody_acts_under_another_persons_membership(both: Persona, bob: Persona) -> None:
    response = both.client.post("/choose-agency/", {"membership": bob.membership.pk})

    assert response.status_code == 404
    assert both.client.session[SESSION_KEY] == both.membership.pk


@pytest.mark.parametrize("sent", ["", "nonsense", "0", "²", "9" * 19])
def test_what_is_no_membership_is_not_found(both: Persona, sent: str) -> None:
    assert both.client.post("/choose-agency/", {"membership": sent}).status_code == 404


def test_it_leads_to_no_other_site(both: Persona) -> None:
    sent = {"membership": both.membership.pk, "next": "https://elsewhere.example/"}

    assert both.client.post("/choose-agency/", sent).headers["Location"] == "/"


def test_a_bare_word_to_go_back_to_is_an_address_and_no_view(both: Persona) -> None:
    response = both.client.post("/choose-agency/", {"membership": both.membership.pk, "next": "agency-list"})

    assert response.headers["Location"] == "agency-list"
