"""Changing one's password while signed in."""

from django.test import Client

from core.audit.models import Entry
from tests.accounts.visitor import Visitor, code
from tests.annotations import ClientFor, ClientResponse
from tests.personas import PASSWORD

NEW = "another battery staple"


def changes(browser: Client, old: str = PASSWORD, new: str = NEW) -> ClientResponse:
    return browser.post("/account/password/", {"oldpassword": old, "password1": new, "password2": new})


def test_it_changes(frances: Visitor) -> None:
    frances.signs_in()

    response = changes(frances.browser)

    assert response.headers["Location"] == "/account/"
    frances.user.refresh_from_db()
    assert frances.user.check_password(NEW)
    assert frances.is_in
    assert Entry.objects.get(event="password.changed").actor == f"accounts.user:{frances.user.pk}"


def test_it_ends_the_other_sessions(frances: Visitor, client_for: ClientFor) -> None:
    elsewhere = Visitor(frances.user, client_for("alpha"))
    elsewhere.types_password()
    elsewhere.types_code(code(half_minutes_from_now=-1))
    frances.signs_in()

    changes(frances.browser)

    assert frances.is_in
    assert not elsewhere.is_in


def test_it_needs_the_old_one(frances: Visitor) -> None:
    frances.signs_in()

    response = changes(frances.browser, old="not the right horse")

    assert "The current password is incorrect." in response.content.decode()


def test_it_refuses_a_weak_one(frances: Visitor) -> None:
    frances.signs_in()

    assert "There is a problem" in changes(frances.browser, new="password1234").content.decode()
