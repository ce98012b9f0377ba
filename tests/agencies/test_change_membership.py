"""Changing and ending a person's membership of an agency."""

import pytest

from core.access.roles import Administrator
from core.access.verdict import Refused
from core.agencies import actions
from core.agencies.models import Agency, Membership
from core.audit.models import Entry
from tests.personas import Persona, member


def test_it_changes_what_differs_and_says_so(dana: Persona, bob: Persona) -> None:
    actions.change_membership(membership=bob.membership, by=dana.acting_user, role="lead", level=2, job_title="Warden")

    changed = Membership.objects.get(pk=bob.membership.pk)
    assert (changed.role, changed.level, changed.job_title) == ("lead", 2, "Warden")
    assert Entry.objects.get(event="membership.changed").details["fields"] == "role, job_title"


def test_changing_nothing_leaves_no_trail(dana: Persona, bob: Persona) -> None:
    actions.change_membership(membership=bob.membership, by=dana.acting_user, role=bob.membership.role)

    assert not Entry.objects.filter(event="membership.changed").exists()


def test_it_acts_on_the_next_request(dana: Persona, bob: Persona) -> None:
    assert bob.client.get("/incidents/").status_code == 200

    actions.change_membership(membership=bob.membership, by=dana.acting_user, role="publisher")

    assert bob.client.get("/incidents/").status_code == 403


def test_an_ended_membership_acts_no_more(dana: Persona, bob: Persona) -> None:
    actions.end_membership(membership=bob.membership, by=dana.acting_user)

    assert bob.client.get("/agencies/").headers["Location"].startswith("/choose-agency/")


def test_the_last_administrator_is_not_ended(dana: Persona, police: Agency) -> None:
    second = member("Ada Boss", of=police, role=Administrator, level=4)
    actions.end_membership(membership=second, by=dana.acting_user)
    ada = second.user
    ada.acting = second.as_acting()  # as in a request that began before

    with pytest.raises(Refused, match="only administrator"):
        actions.end_membership(membership=dana.membership, by=ada)

    assert Membership.objects.get(pk=dana.membership.pk).ended_at is None


def test_the_page_changes(dana: Persona, bob: Persona) -> None:
    sent = {"role": "reader", "level": "1", "job_title": "", "phone": "01632 960001", "team": ""}

    response = dana.client.post(f"/people-and-roles/memberships/{bob.membership.pk}/change/", sent)

    assert response.status_code == 302
    changed = Membership.objects.get(pk=bob.membership.pk)
    assert (changed.role, changed.level, changed.phone) == ("reader", 1, "01632 960001")


def test_the_page_ends(dana: Persona, bob: Persona) -> None:
    address = f"/people-and-roles/memberships/{bob.membership.pk}/end/"
    assert "End the membership of Bob Tanner" in dana.client.get(address).content.decode()

    assert dana.client.post(address).status_code == 302

    assert Membership.objects.get(pk=bob.membership.pk).ended_at is not None
    assert dana.client.get(address).status_code == 404


def test_the_page_for_oneself_is_refused(dana: Persona) -> None:
    response = dana.client.get(f"/people-and-roles/memberships/{dana.membership.pk}/change/")

    assert response.status_code == 403
    assert "You cannot change your own role" in response.content.decode()
