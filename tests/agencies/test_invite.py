"""Inviting a person to an agency."""

import pytest
from django.db import DatabaseError

from core.access.roles import Administrator, Practitioner, Spoc
from core.access.verdict import Refused
from core.accounts.models import Invitation, User
from core.agencies import actions
from core.agencies.models import Agency, Membership, Team
from core.audit.models import Entry
from tests.personas import Persona, member, persona

NEW = {"name": "Nia Newcomer", "email": "Nia@Police.example", "role": "practitioner", "level": "1"}


def test_it_makes_an_account_a_membership_and_an_invitation(dana: Persona, police: Agency) -> None:
    membership = actions.invite(
        agency=police,
        email="Nia@Police.example",
        name="Nia Newcomer",
        role="practitioner",
        level=2,
        job_title="Constable",
        by=dana.acting_user,
    )

    assert membership.user.email == "nia@police.example"
    assert not membership.user.has_usable_password()
    assert membership.job_title == "Constable"
    assert Invitation.objects.of_user(membership.user).pending().count() == 1


def test_it_joins_the_trail(dana: Persona, police: Agency) -> None:
    membership = actions.invite(
        agency=police, email="nia@police.example", name="Nia", role="reader", level=1, by=dana.acting_user
    )

    entry = Entry.objects.get(event="membership.invited")
    assert entry.actor == f"accounts.user:{dana.user.pk}"
    assert entry.records == [f"accounts.user:{membership.user_id}", f"agencies.agency:{police.pk}"]
    assert entry.details == {"role": "reader", "level": 1, "membership": membership.pk}


def test_a_person_with_an_account_gets_a_membership_and_no_second_account(dana: Persona, alice: Persona) -> None:
    User.objects.filter(pk=alice.user.pk).update(password="argon2$chosen")

    membership = actions.invite(
        agency=dana.membership.agency,
        email=alice.user.email,
        name="Another Name",
        role="reader",
        level=1,
        by=dana.acting_user,
    )

    assert membership.user == alice.user
    assert User.objects.get(pk=alice.user.pk).name == "Alice Marlow"
    assert not Invitation.objects.of_user(alice.user).exists()


def test_a_person_who_left_gets_their_membership_back(dana: Persona, police: Agency) -> None:
    before = member("Ray Turned", of=police, role=Practitioner, level=1)
    actions.end_membership(membership=before, by=dana.acting_user)

    again = actions.invite(
        agency=police, email=before.user.email, name="Ray Turned", role="lead", level=2, by=dana.acting_user
    )

    assert again.pk == before.pk
    assert (again.role, again.ended_at) == ("lead", None)


def test_nobody_joins_an_agency_twice(dana: Persona, alice: Persona) -> None:
    with pytest.raises(Refused, match="already work for Alpha Constabulary"):
        actions.invite(
            agency=alice.membership.agency,
            email=alice.user.email,
            name="Alice",
            role="reader",
            level=1,
            by=dana.acting_user,
        )


def test_a_spoc_invites_to_no_other_agency(police: Agency, council: Agency) -> None:
    sam = persona("alpha", member("Sam Okoro", of=police, role=Spoc))

    with pytest.raises(Refused):
        actions.invite(agency=council, email="x@y.example", name="X", role="reader", level=1, by=sam.acting_user)

    assert not User.objects.with_email("x@y.example").exists()


def test_without_its_trail_there_is_no_invitation(
    dana: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritable(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Entry, "save", unwritable)

    with pytest.raises(DatabaseError):
        actions.invite(agency=police, email="x@y.example", name="X", role="reader", level=1, by=dana.acting_user)

    assert not User.objects.with_email("x@y.example").exists()


def test_the_page_invites(dana: Persona, police: Agency) -> None:
    response = dana.client.post("/agencies/POL/invite/", NEW)

    membership = Membership.objects.get(user__email="nia@police.example")
    assert response.headers["Location"] == f"/people-and-roles/{membership.user_id}/"


def test_the_page_offers_only_what_one_has(police: Agency) -> None:
    sam = persona("alpha", member("Sam Okoro", of=police, role=Spoc, level=2))

    page = sam.client.get("/agencies/POL/invite/").content.decode()

    assert "Single point of contact" in page
    assert 'value="administrator"' not in page
    assert 'value="3"' not in page


def test_a_role_that_was_not_offered_is_not_accepted(police: Agency) -> None:
    sam = persona("alpha", member("Sam Okoro", of=police, role=Spoc, level=2))

    response = sam.client.post("/agencies/POL/invite/", {**NEW, "role": Administrator.code})

    assert response.status_code == 200
    assert not User.objects.with_email(NEW["email"]).exists()


def test_a_team_of_another_agency_is_not_accepted(dana: Persona, police: Agency, council: Agency) -> None:
    theirs = Team.objects.create(agency=council, name="Wardens")

    response = dana.client.post("/agencies/POL/invite/", {**NEW, "team": theirs.pk})

    assert response.status_code == 200
    assert not User.objects.with_email(NEW["email"]).exists()


def test_the_page_says_why_not(dana: Persona, alice: Persona) -> None:
    response = dana.client.post("/agencies/POL/invite/", {**NEW, "email": alice.user.email})

    assert "They already work for Alpha Constabulary." in response.content.decode()
