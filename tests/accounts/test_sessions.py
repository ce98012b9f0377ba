"""How long a session lasts, and signing out: here, everywhere else, or when it expires."""

import time
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core.accounts import sessions
from core.audit.models import Entry
from tests.accounts.visitor import Visitor, code
from tests.annotations import ClientFor

MINUTE, HOUR = 60, 60 * 60


@pytest.fixture
def in_so_long(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Puts the clock on by some seconds."""

    def put_on(seconds: int) -> None:
        then = time.time() + seconds
        monkeypatch.setattr(time, "time", lambda: then)

    return put_on


def test_a_session_left_alone_ends(frances: Visitor, in_so_long: Callable[[int], None]) -> None:
    frances.signs_in()
    was_in = frances.is_in
    in_so_long(31 * MINUTE)

    response = frances.browser.get("/account/", follow=True)

    assert was_in
    assert response.redirect_chain[0][0] == "/account/login/?next=/account/"
    assert "because you were inactive" in response.content.decode()
    assert Entry.objects.get(event="session.ran-out").details == {"reason": "idle"}


def test_a_session_in_use_goes_on(frances: Visitor, in_so_long: Callable[[int], None]) -> None:
    frances.signs_in()
    for _ in range(3):
        in_so_long(20 * MINUTE)
        assert frances.is_in


def test_a_session_in_use_ends_after_a_day_s_work(frances: Visitor, in_so_long: Callable[[int], None]) -> None:
    frances.signs_in()
    for _ in range(36):
        in_so_long(20 * MINUTE)
        last = frances.is_in
    in_so_long(20 * MINUTE)

    assert last
    assert not frances.is_in
    assert Entry.objects.get(event="session.ran-out").details == {"reason": "absolute"}


def test_its_row_is_gone(frances: Visitor, in_so_long: Callable[[int], None]) -> None:
    frances.signs_in()
    key = frances.browser.session.session_key
    frances.browser.get("/account/")
    in_so_long(31 * MINUTE)
    frances.browser.get("/account/")

    assert not Session.objects.filter(session_key=key).exists()


def test_it_is_written_at_most_once_a_minute(frances: Visitor, in_so_long: Callable[[int], None]) -> None:
    frances.signs_in()
    frances.browser.get("/account/")

    with CaptureQueriesContext(connection) as soon:
        frances.browser.get("/account/")
    in_so_long(61)
    with CaptureQueriesContext(connection) as later:
        frances.browser.get("/account/")

    assert not any("UPDATE" in query["sql"] for query in soon)
    assert any('UPDATE "django_session"' in query["sql"] for query in later)


def test_signing_out(frances: Visitor) -> None:
    frances.signs_in()
    key = frances.browser.session.session_key

    response = frances.browser.post("/account/logout/", follow=True)

    assert "You have signed out." in response.content.decode()
    assert not frances.is_in
    assert not Session.objects.filter(session_key=key).exists()
    assert Entry.objects.get(event="sign-in.ended").actor == f"accounts.user:{frances.user.pk}"


def test_a_link_does_not_sign_out(frances: Visitor) -> None:
    frances.signs_in()
    frances.browser.get("/account/logout/")

    assert frances.is_in


def test_giving_up_half_way_lets_another_user_sign_in(frances: Visitor) -> None:
    frances.types_password()
    frances.browser.post("/account/logout/")

    assert frances.browser.get("/account/login/").status_code == 200


@pytest.fixture
def elsewhere(frances: Visitor, client_for: ClientFor) -> Visitor:
    """The same person in another browser."""
    other = Visitor(frances.user, client_for("alpha"))
    other.types_password()
    other.types_code(code(half_minutes_from_now=-1))
    return other


def test_the_list_shows_both(frances: Visitor, elsewhere: Visitor) -> None:
    frances.signs_in()

    page = frances.browser.get("/account/sessions/").content.decode()

    assert page.count("127.0.0.1") == 2
    assert page.count("This session") == 1


def test_signing_out_elsewhere(frances: Visitor, elsewhere: Visitor) -> None:
    frances.signs_in()

    frances.browser.post("/account/sessions/")

    assert frances.is_in
    assert not elsewhere.is_in
    assert Entry.objects.get(event="session.ended-elsewhere").details == {"total": 1}


def test_the_list_shows_no_other_users_sessions(frances: Visitor, george: Visitor, client_for: ClientFor) -> None:
    georges = Visitor(george.user, client_for("alpha"))
    georges.types_password()
    frances.signs_in()

    frances.browser.post("/account/sessions/")

    assert georges.browser.get("/account/second-factor/").status_code == 200
    assert UserSession.objects.filter(user=george.user).count() == 1


def test_a_session_with_a_new_key_stays_on_the_list(frances: Visitor, rf: RequestFactory) -> None:
    frances.signs_in()
    before = frances.browser.session
    request = rf.get("/")
    request.session = frances.browser.session

    sessions.renew(request)

    assert request.session.session_key != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()
    assert UserSession.objects.get().session_key == request.session.session_key


@pytest.mark.parametrize("key", ['"abcdefgh\\000"', '"abcdefgh\\377"', "' or true --"])
def test_an_impossible_session_key_is_ignored(frances: Visitor, key: str) -> None:
    answer = frances.browser.get("/", headers={"cookie": f"__Host-session={key}"})

    assert answer.status_code == 302
