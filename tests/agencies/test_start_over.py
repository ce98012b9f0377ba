"""Resetting the sign-in of a person in the same agency."""

import pytest

from core.access.roles import Practitioner, Spoc
from core.access.verdict import Refused
from core.accounts.models import Invitation
from core.agencies import actions
from core.agencies.models import Agency
from tests.accounts.visitor import with_app, with_password
from tests.personas import Persona, member, persona


@pytest.fixture
def spoc(police: Agency) -> Persona:
    return persona("alpha", member("Sam Poc", of=police, role=Spoc, level=3))


@pytest.fixture
def officer(police: Agency) -> Persona:
    """A member of the same agency who has signed in before."""
    person = persona("alpha", member("Otto Ficer", of=police, role=Practitioner))
    with_app(with_password(person.user))
    return person


def test_the_page_asks_first(spoc: Persona, officer: Persona) -> None:
    address = f"/people-and-roles/{officer.user.pk}/start-over/"

    asked = spoc.client.get(address).content.decode()
    invited_before = Invitation.objects.exists()
    done = spoc.client.post(address, follow=True).content.decode()

    assert "call a number that you already had" in asked
    assert not invited_before
    assert "An invitation to set up sign-in again has been sent" in done
    assert Invitation.objects.pending().get().user == officer.user
    assert officer.client.get("/agencies/").headers["Location"].startswith("/account/login/")


def test_the_way_there_is_on_their_page_for_who_may(spoc: Persona, officer: Persona, bob: Persona) -> None:
    address = f"/people-and-roles/{officer.user.pk}/"

    assert f'href="{address}start-over/"' in spoc.client.get(address).content.decode()
    assert "start-over" not in bob.client.get(address).content.decode()


def test_not_for_people_of_another_agency(spoc: Persona, bob: Persona) -> None:
    with_password(bob.user)

    assert spoc.client.post(f"/people-and-roles/{bob.user.pk}/start-over/").status_code == 403
    with pytest.raises(Refused):
        actions.start_over(user=bob.user, by=spoc.acting_user)
