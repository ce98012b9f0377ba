"""Signing in with address, password and a second factor."""

import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from core.access.principal import SYSTEM
from core.accounts import actions
from core.audit.models import Entry
from tests.accounts.visitor import Visitor, code
from tests.personas import PASSWORD

WRONG = "The email address or password is incorrect."


def test_password_and_code_let_one_in(frances: Visitor) -> None:
    to_code = frances.types_password()
    to_home = frances.types_code(code())

    assert to_code.headers["Location"] == "/account/login/code/"
    assert to_home.headers["Location"] == "/"
    assert frances.is_in


def test_it_leads_to_where_one_was_going(frances: Visitor) -> None:
    frances.types_password(next="/account/sessions/")

    assert frances.types_code(code()).headers["Location"] == "/account/sessions/"


def test_it_leads_to_no_other_site(frances: Visitor) -> None:
    frances.types_password(next="https://beta.testserver/")

    assert frances.types_code(code()).headers["Location"] == "/"


def test_the_case_of_the_address_does_not_matter(frances: Visitor) -> None:
    typed = {"login": frances.user.email.upper(), "password": PASSWORD}

    assert frances.browser.post("/account/login/", typed).headers["Location"] == "/account/login/code/"


def test_a_password_alone_is_not_enough(frances: Visitor) -> None:
    frances.types_password()

    assert not frances.is_in


def test_a_wrong_password_is_refused(frances: Visitor) -> None:
    response = frances.types_password("not the right horse")

    assert WRONG in response.content.decode()
    assert not frances.is_in


def test_a_wrong_code_is_refused(frances: Visitor) -> None:
    frances.types_password()
    response = frances.types_code(code(half_minutes_from_now=5))

    assert "The code is incorrect." in response.content.decode()
    assert not frances.is_in


@pytest.mark.parametrize("drift", [-1, 1])
def test_a_clock_may_differ_by_half_a_minute(frances: Visitor, drift: int) -> None:
    frances.types_password()
    frances.types_code(code(half_minutes_from_now=drift))

    assert frances.is_in


def test_a_code_is_taken_once(frances: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_over_a_shoulder = code()
    frances.signs_in()
    frances.browser.post("/account/logout/")
    later = time.time() + 31
    monkeypatch.setattr(time, "time", lambda: later)

    frances.types_password()
    frances.types_code(seen_over_a_shoulder)

    assert not frances.is_in


def test_a_recovery_code_lets_one_in_once(frances: Visitor) -> None:
    first = RecoveryCodes.activate(frances.user).get_unused_codes()[0]

    frances.types_password()
    frances.types_code(first)
    came_in = frances.is_in
    frances.browser.post("/account/logout/")
    frances.types_password()
    frances.types_code(first)

    assert came_in
    assert not frances.is_in


def test_the_session_has_a_new_key(frances: Visitor) -> None:
    frances.types_password()
    before = frances.browser.cookies[settings.SESSION_COOKIE_NAME].value
    frances.types_code(code())

    assert frances.browser.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_the_cookies_stay_with_their_host(frances: Visitor) -> None:
    frances.signs_in()

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = frances.browser.cookies[name]
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        assert cookie["samesite"] == "Lax"


def test_a_suspended_user_is_refused_in_the_same_words(frances: Visitor) -> None:
    actions.suspend(user=frances.user, by=SYSTEM, reason="Has left")

    assert WRONG in frances.types_password().content.decode()


def test_it_is_on_the_trail(frances: Visitor) -> None:
    frances.signs_in()

    entry = Entry.objects.get(event="sign-in.completed")
    assert entry.actor == f"accounts.user:{frances.user.pk}"
    assert entry.details == {"methods": "password, authenticator app"}
    assert entry.address == "127.0.0.1"


def test_a_failure_is_on_the_trail_without_what_was_typed(frances: Visitor) -> None:
    frances.types_password("not the right horse")

    entry = Entry.objects.get(event="sign-in.failed")
    assert entry.actor == "anonymous"
    assert entry.details["step"] == "password"
    assert frances.user.email not in str(entry.details)
    assert "horse" not in str(entry.details)


def test_a_wrong_code_is_on_the_trail(frances: Visitor) -> None:
    frances.types_password()
    frances.types_code("000000")

    entry = Entry.objects.get(event="sign-in.failed")
    assert entry.details == {"step": "authenticator app"}
    assert entry.records == [f"accounts.user:{frances.user.pk}"]


def test_it_is_on_the_list_of_sessions(frances: Visitor) -> None:
    frances.signs_in()

    assert UserSession.objects.get().user == frances.user


@pytest.mark.parametrize("path", ["/account/signup/", "/account/email/", "/account/signup/passkey/"])
def test_there_is_no_sign_up(erin: Client, path: str) -> None:
    assert erin.get(path).status_code == 404
