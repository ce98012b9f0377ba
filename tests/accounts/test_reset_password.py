"""Resetting a forgotten password, without revealing whether an address is known."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from core.access.principal import SYSTEM
from core.accounts import actions, tasks
from core.accounts.models import User
from core.audit.models import Entry
from tests.accounts.visitor import Visitor, found_in, jobs
from tests.annotations import ClientFor, ClientResponse
from tests.personas import PASSWORD

NEW = "another battery staple"


def link_for(user: User) -> str:
    """The path in the email."""
    tasks.send_reset_link.call(user.pk)
    return found_in(mail.outbox[-1].body, r"https://alpha\.testserver(/account/password/reset/\S+)")


def asks(browser: Client, email: str) -> ClientResponse:
    return browser.post("/account/password/reset/", {"email": email})


def follows(browser: Client, link: str, password: str = NEW) -> ClientResponse:
    """Opens the link, and types the new password on the page that it leads to."""
    page = browser.get(link, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else link
    return browser.post(where, {"password1": password, "password2": password})


def test_the_page_says_the_same_whether_the_address_is_known_or_not(frances: Visitor) -> None:
    known = asks(frances.browser, frances.user.email)
    unknown = asks(frances.browser, "nobody@nowhere.example")

    assert known.headers["Location"] == unknown.headers["Location"] == "/account/password/reset/sent/"
    page = frances.browser.get("/account/password/reset/sent/").content.decode()
    assert "If there is an account with this address" in page


def test_the_same_work_is_done_whether_the_address_is_known_or_not(frances: Visitor) -> None:
    asks(frances.browser, frances.user.email)
    asks(frances.browser, "nobody@nowhere.example")

    assert jobs() == [("send_reset_link", [frances.user.pk]), ("send_reset_link", [None])]


def test_an_unknown_address_gets_no_email(alpha: str) -> None:
    tasks.send_reset_link.call(None)

    assert mail.outbox == []


def test_the_case_of_the_address_does_not_matter(frances: Visitor) -> None:
    asks(frances.browser, frances.user.email.upper())

    assert jobs() == [("send_reset_link", [frances.user.pk])]


def test_the_email_is_not_stored_in_the_queue(frances: Visitor) -> None:
    asks(frances.browser, frances.user.email)

    assert frances.user.email not in str(jobs())
    assert mail.outbox == []


def test_the_link_sets_a_new_password(frances: Visitor) -> None:
    done = follows(frances.browser, link_for(frances.user))

    assert done.headers["Location"] == "/account/password/reset/done/"
    frances.user.refresh_from_db()
    assert frances.user.check_password(NEW)
    assert Entry.objects.get(event="password.reset").actor == f"accounts.user:{frances.user.pk}"


def test_it_does_not_sign_the_user_in(frances: Visitor) -> None:
    follows(frances.browser, link_for(frances.user))

    assert not frances.is_in


def test_it_ends_every_session(frances: Visitor, client_for: ClientFor) -> None:
    frances.signs_in()

    follows(client_for("alpha"), link_for(frances.user))

    assert not frances.is_in


def test_a_link_works_once(frances: Visitor) -> None:
    link = link_for(frances.user)
    follows(frances.browser, link)
    again = follows(frances.browser, link, "yet another staple")

    assert "This link is no longer valid" in again.content.decode()
    frances.user.refresh_from_db()
    assert frances.user.check_password(NEW)


def test_a_link_is_void_once_one_has_signed_in(frances: Visitor) -> None:
    link = link_for(frances.user)
    frances.signs_in()

    assert "This link is no longer valid" in frances.browser.get(link).content.decode()


def test_a_link_runs_out(frances: Visitor, settings: Settings) -> None:
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "This link is no longer valid" in frances.browser.get(link_for(frances.user)).content.decode()


@pytest.mark.parametrize("password", ["short horse", "password1234"])
def test_a_weak_password_is_refused(frances: Visitor, password: str) -> None:
    response = follows(frances.browser, link_for(frances.user), password)

    assert "There is a problem" in response.content.decode()
    frances.user.refresh_from_db()
    assert frances.user.check_password(PASSWORD)


def test_who_was_never_in_has_nothing_to_reset(hannah: Visitor) -> None:
    tasks.send_reset_link.call(hannah.user.pk)

    assert mail.outbox == []


def test_who_is_suspended_is_sent_nothing(frances: Visitor) -> None:
    asks(frances.browser, frances.user.email)
    actions.suspend(user=frances.user, by=SYSTEM, reason="Has left")
    asks(frances.browser, frances.user.email)
    tasks.send_reset_link.call(frances.user.pk)

    assert jobs()[-1] == ("send_reset_link", [None])
    assert mail.outbox == []


def test_a_link_from_before_a_suspension_stays_void(frances: Visitor) -> None:
    link = link_for(frances.user)
    actions.suspend(user=frances.user, by=SYSTEM, reason="Has left")
    actions.reinstate(user=frances.user, by=SYSTEM)

    assert "This link is no longer valid" in frances.browser.get(link).content.decode()


@pytest.mark.parametrize("key", ["1-abc", "zzzzzzzzzzzzz-abc", "zzzzzzzzzzzzzzzz-abc", "1-set-password"])
def test_an_invalid_link_says_so(erin: Client, key: str) -> None:
    assert "This link is no longer valid" in erin.get(f"/account/password/reset/{key}/").content.decode()
