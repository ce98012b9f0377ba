"""A user can sign in on a known device while others try passwords from elsewhere."""

import time

import pytest
from django.conf import settings
from django.core import mail, signing
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from core.accounts import devices, tasks
from core.accounts.models import User
from tenants import current
from tests.accounts.test_second_factor import sets_up_app
from tests.accounts.visitor import Visitor, code
from tests.annotations import ClientFor
from tests.personas import PASSWORD, browser_at

TOO_MANY = "Too many attempts."
DAY = 24 * 60 * 60


@pytest.fixture
def elsewhere(frances: Visitor) -> Visitor:
    """A visitor who knows the email address of Frances, on another device."""
    return Visitor(frances.user, browser_at("alpha.testserver"))


@pytest.fixture
def known(frances: Visitor) -> Visitor:
    """Frances, signed out again on a device that she has signed in on."""
    frances.signs_in()
    frances.browser.post("/account/logout/")
    return frances


def guesses(visitor: Visitor, times: int = 5) -> None:
    for _ in range(times):
        visitor.types_password("not the right horse")


def cookie(browser: Client) -> str:
    found = browser.cookies.get(devices.COOKIE)
    return found.value if found else ""


def request_with(value: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"Cookie": f"{devices.COOKIE}={value}"})


# A known device can still sign in ------------------------------------------------------------------------------------


def test_a_known_device_signs_in_while_others_guess_the_password(known: Visitor, elsewhere: Visitor) -> None:
    guesses(elsewhere)

    assert TOO_MANY in elsewhere.types_password().content.decode()
    assert known.types_password().status_code == 302


def test_a_known_device_signs_in_while_others_guess_codes(known: Visitor, elsewhere: Visitor) -> None:
    elsewhere.types_password()
    for _ in range(5):
        elsewhere.types_code("000000")
    assert TOO_MANY in elsewhere.types_code(code(half_minutes_from_now=1)).content.decode()

    known.types_password()
    known.types_code(code(half_minutes_from_now=1))

    assert known.is_in


def test_a_known_device_has_a_limit_too(known: Visitor) -> None:
    guesses(known)

    assert TOO_MANY in known.types_password().content.decode()


def test_attempts_on_a_known_device_do_not_affect_others(known: Visitor, elsewhere: Visitor) -> None:
    guesses(known)

    assert elsewhere.types_password().status_code == 302


def test_a_device_of_one_account_is_none_of_another(known: Visitor, george: Visitor) -> None:
    """George uses the browser of Frances. Guesses at his account from elsewhere count for this browser as well."""
    guesses(Visitor(george.user, browser_at("alpha.testserver")))

    assert TOO_MANY in Visitor(george.user, known.browser).types_password().content.decode()


def test_confirming_a_password_is_not_held_up_from_elsewhere(frances: Visitor, elsewhere: Visitor) -> None:
    frances.signs_in()
    guesses(elsewhere)

    response = frances.browser.post("/account/confirm/", {"password": PASSWORD})

    assert response.status_code == 302


def test_a_new_password_by_link_ends_the_wait(frances: Visitor, elsewhere: Visitor) -> None:
    frances.signs_in()
    guesses(elsewhere)
    tasks.send_reset_link.call(frances.user.pk)
    link = mail.outbox[-1].body.partition("https://alpha.testserver")[2].split()[0]
    chosen = "another horse battery staple"

    to_form = elsewhere.browser.get(link).headers["Location"]
    elsewhere.browser.post(to_form, {"password1": chosen, "password2": chosen})

    assert elsewhere.types_password(chosen).status_code == 302


# The limit by address is counted separately --------------------------------------------------------------------------


@pytest.fixture
def narrow(settings: Settings) -> None:
    """Three wrong guesses a minute from one address."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guess_by_address": "3/m/ip"}


def test_an_address_that_guesses_at_many_accounts_is_held_up(frances: Visitor, narrow: None) -> None:
    for number in range(3):
        frances.browser.post("/account/login/", {"login": f"{number}@pol.example", "password": "x"})

    assert TOO_MANY in frances.types_password().content.decode()


def test_a_known_device_does_not_escape_the_limit_of_its_address(known: Visitor, narrow: None) -> None:
    guesses(known, 3)

    assert TOO_MANY in known.types_password().content.decode()


def test_signing_in_does_not_reset_the_limit_of_the_address(known: Visitor, narrow: None) -> None:
    """Otherwise an attacker with an account could try the passwords of others without limit."""
    guesses(Visitor(User(email="somebody@pol.example"), known.browser), 2)

    known.types_password()
    known.types_code(code(half_minutes_from_now=1))
    known.browser.post("/account/logout/")
    guesses(known, 1)

    assert TOO_MANY in known.types_password().content.decode()


# The cookie ----------------------------------------------------------------------------------------------------------


def test_it_is_set_by_a_complete_sign_in_only(frances: Visitor) -> None:
    frances.types_password()
    after_the_password = cookie(frances.browser)
    frances.types_code(code())

    assert not after_the_password
    assert devices.known(request_with(cookie(frances.browser)), frances.user.email)


def test_it_is_not_set_without_a_second_factor(george: Visitor) -> None:
    george.types_password()
    before = cookie(george.browser)
    sets_up_app(george.browser)

    assert not before
    assert devices.known(request_with(cookie(george.browser)), george.user.email)


def test_it_stays_with_its_host_and_lasts(known: Visitor) -> None:
    kept = known.browser.cookies[devices.COOKIE]

    assert devices.COOKIE.startswith("__Host-")
    assert (kept["secure"], kept["httponly"], kept["path"], kept["domain"]) == (True, True, "/", "")
    assert (kept["samesite"], kept["max-age"]) == ("Lax", settings.DEVICE_COOKIE_AGE)


def test_it_tells_no_address(known: Visitor) -> None:
    device, marks = signing.loads(cookie(known.browser), salt="core.accounts.devices:alpha")

    assert len(marks) == 1
    assert known.user.email not in f"{device} {marks}"


@pytest.mark.parametrize("value", ["", "x", "[]", "a:b:c", signing.dumps(["device", []], salt="another")])
def test_what_we_did_not_sign_counts_for_nothing(alpha: str, value: str) -> None:
    assert not devices.known(request_with(value), "frances.lowe@pol.example")


def test_it_is_worthless_in_another_partnership(known: Visitor, client_for: ClientFor) -> None:
    value = cookie(known.browser)

    assert devices.known(request_with(value), known.user.email)
    with current.entered("beta"):
        assert not devices.known(request_with(value), known.user.email)


def test_it_runs_out(known: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + settings.DEVICE_COOKIE_AGE + DAY
    monkeypatch.setattr(time, "time", lambda: later)

    assert not devices.known(request_with(cookie(known.browser)), known.user.email)


def test_a_shared_computer_knows_those_who_used_it_last(known: Visitor) -> None:
    """One browser at a police station has several users."""
    users = [User(email=f"{number}@pol.example") for number in range(devices.MOST_ACCOUNTS)]
    value = cookie(known.browser)
    for user in users:
        response = HttpResponse()
        devices.remember(request_with(value), response, user)
        value = response.cookies[devices.COOKIE].value

    assert all(devices.known(request_with(value), user.email) for user in users)
    assert not devices.known(request_with(value), known.user.email)
