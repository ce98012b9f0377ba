"""The list of people and the page of a person."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.access.roles import Practitioner, Reader
from core.accounts.models import Invitation
from core.agencies import actions
from core.agencies.models import Agency, Membership
from core.audit.models import Entry
from tests.lists import filtered
from tests.personas import Persona, member


def names(page: str) -> set[str]:
    return {name for name in ("Alice Marlow", "Bob Tanner", "Dana Whitlock") if name in page}


@pytest.fixture
def page_of_bob(alice: Persona, bob: Persona, dana: Persona) -> Client:
    return bob.client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Alice Marlow", "Bob Tanner", "Dana Whitlock"}),
        ({"q": "marl"}, {"Alice Marlow"}),
        ({"q": "alice POL.example"}, {"Alice Marlow"}),
        ({"agency": "ACC"}, {"Bob Tanner", "Dana Whitlock"}),
        ({"role": "administrator"}, {"Dana Whitlock"}),
        ({"agency": "POL", "role": "administrator"}, set()),
        ({"state": "suspended"}, set()),
        ({"state": "gone"}, set()),
    ],
)
def test_it_is_filtered(page_of_bob: Client, query: dict[str, str], found: set[str]) -> None:
    main = filtered(page_of_bob, "/people-and-roles/", **query).content.decode().partition("<main")[2]

    assert names(main) == found


def test_agency_and_role_are_of_one_membership(dana: Persona, bob: Persona, police: Agency) -> None:
    Membership.objects.create(user=dana.user, agency=police, role=Reader.code, level=1)

    both = filtered(bob.client, "/people-and-roles/", agency="POL", role="administrator").context["listing"]
    agency_only = filtered(bob.client, "/people-and-roles/", agency="POL").context["listing"]

    assert dana.user not in both.page.rows
    assert dana.user in agency_only.page.rows


@pytest.mark.parametrize(
    "query", [{"role": "wizard"}, {"agency": "NOPE"}, {"state": "asleep"}, {"q": "marl"}, {"roll": "administrator"}]
)
def test_an_unknown_filter_shows_nobody_and_says_so(page_of_bob: Client, query: dict[str, str]) -> None:
    main = page_of_bob.get("/people-and-roles/", query).content.decode().partition("<main")[2]

    assert names(main) == set()
    assert "There is a problem" in main
    assert "No results" in main


def test_it_is_paged(bob: Persona, police: Agency) -> None:
    for number in range(60):
        member(f"Person {number:02}", of=police, role=Reader)

    first = bob.client.get("/people-and-roles/").content.decode()
    last = bob.client.get("/people-and-roles/?page=2").content.decode()

    assert "1 to 50 of 61" in first
    assert "51 to 61 of 61" in last


def test_it_takes_as_many_queries_for_two_people_as_for_twenty(bob: Persona, alice: Persona, police: Agency) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            bob.client.get("/people-and-roles/")
        return len(asked)

    queries()  # the first request also fills caches
    of_two = queries()
    for number in range(18):
        member(f"Person {number:02}", of=police, role=Reader)

    assert queries() == of_two


def test_a_search_is_recorded_with_the_people_shown(bob: Persona) -> None:
    filtered(bob.client, "/people-and-roles/", q="tanner")

    entry = Entry.objects.get(event="records.searched")
    assert entry.records == [f"accounts.user:{bob.user.pk}"]
    assert entry.details == {"query": "tanner", "total": 1, "filters": {}}


def test_opening_the_list_is_not_recorded_as_a_search(bob: Persona) -> None:
    bob.client.get("/people-and-roles/")

    assert Entry.objects.get(verb="read").event == "records.seen"
    assert not Entry.objects.with_verb("search").exists()


def test_a_persons_page_says_what_they_are(bob: Persona, alice: Persona) -> None:
    page = bob.client.get(f"/people-and-roles/{alice.user.pk}/").content.decode()

    assert "Alpha Constabulary" in page
    assert "Confidential" in page
    assert "Last signed in" not in page
    assert "Suspend" not in page


def test_their_manager_sees_sign_ins_and_invitation(dana: Persona, police: Agency) -> None:
    invited = actions.invite(
        agency=police, email="nia@police.example", name="Nia", role="reader", level=1, by=dana.acting_user
    )

    page = dana.client.get(f"/people-and-roles/{invited.user_id}/").content.decode()

    assert "Last signed in" in page
    assert "Open until" in page
    assert "Send another invitation" in page


def test_an_invitation_is_sent_again_and_withdrawn(dana: Persona, police: Agency) -> None:
    invited = actions.invite(
        agency=police, email="nia@police.example", name="Nia", role="reader", level=1, by=dana.acting_user
    )
    first = Invitation.objects.of_user(invited.user).pending().get()

    dana.client.post(f"/people-and-roles/{invited.user_id}/invitation/resend/")
    second = Invitation.objects.of_user(invited.user).pending().get()
    dana.client.post(f"/people-and-roles/{invited.user_id}/invitation/withdraw/")

    assert first.pk != second.pk
    assert not Invitation.objects.of_user(invited.user).pending().exists()


def test_no_invitation_is_sent_again_after_the_first_sign_in(dana: Persona, police: Agency) -> None:
    come = member("Come In", of=police, role=Practitioner)
    come.user.password = "argon2$chosen"
    come.user.save(update_fields=["password"])

    assert dana.client.post(f"/people-and-roles/{come.user_id}/invitation/resend/").status_code == 403


def test_a_request_for_an_unknown_person_is_recorded(bob: Persona) -> None:
    assert bob.client.get("/people-and-roles/999999/").status_code == 404

    entry = Entry.objects.get(event="record.not-found")
    assert (entry.actor, entry.details) == (f"accounts.user:{bob.user.pk}", {"asked": "999999"})


def test_a_person_of_another_partnership_is_not_found(bob: Persona, charlie: Persona) -> None:
    page = filtered(bob.client, "/people-and-roles/", q="Okafor").content.decode()

    assert "No people match" in page
