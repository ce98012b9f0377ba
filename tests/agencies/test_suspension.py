"""At sign-in people learn that their partnership is suspended, and who to contact."""

import pytest
from django.test import Client

from core.access.roles import Analyst, Reader
from core.agencies.models import Membership
from core.audit.models import Entry
from tenants.models import Partnership
from tenants.states import State
from tests.personas import Persona, browser_at, member, persona

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

SUSPENDED = "This partnership is suspended."


@pytest.fixture
def andy(bob: Persona) -> Persona:
    """An analyst, whose role opens nothing while the partnership is suspended."""
    return persona("alpha", member("Andy Lund", of=bob.membership.agency, role=Analyst))


def suspend() -> None:
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=State.SUSPENDED)


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_sign_in_page_says_so_and_names_nobody(dana: Persona, erin: Client) -> None:
    before = page(erin, "/account/login/")
    suspend()
    after = page(erin, "/account/login/")

    assert SUSPENDED not in before
    assert SUSPENDED in after
    assert "Sign in to see who to contact." in after
    assert dana.user.name not in after


def test_another_partnerships_does_not(erin: Client) -> None:
    suspend()

    assert SUSPENDED not in page(browser_at("beta.testserver"), "/account/login/")


def test_a_safeguarding_role_can_still_read(bob: Persona) -> None:
    suspend()

    for path in ("/", "/agencies/"):
        assert f"{SUSPENDED} You can read, but nothing can be changed." in page(bob.client, path)


def test_other_roles_see_why_on_the_home_page_and_when_refused(andy: Persona) -> None:
    suspend()

    for path in ("/", "/agencies/"):
        shown = page(andy.client, path)
        assert f"{SUSPENDED} You cannot open any page until it is resumed." in shown
        assert 'href="/suspension/"' in shown


def test_the_page_names_the_administrators_and_is_recorded(andy: Persona, dana: Persona) -> None:
    Membership.objects.filter(pk=dana.membership.pk).update(phone="01632 960123")
    ended = member("Former Admin", of=dana.membership.agency, role=Reader)
    suspend()

    shown = page(andy.client, "/suspension/")

    assert dana.user.name in shown
    assert f"mailto:{dana.user.email}" in shown
    assert "tel:01632960123" in shown
    assert ended.user.name not in shown
    assert Entry.objects.get(event="records.seen", route="/suspension/").records == [f"accounts.user:{dana.user.pk}"]


def test_without_a_suspension_there_is_no_such_page(bob: Persona) -> None:
    response = bob.client.get("/suspension/")

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert SUSPENDED not in page(bob.client, "/")
