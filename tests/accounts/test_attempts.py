"""How often one may try, counted for all processes together, and by the right address behind proxies."""

from ipaddress import ip_address
from typing import cast

import pytest
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core.access.requests import Request
from core.accounts.middleware import client_address
from core.accounts.models import Limit
from core.audit.models import Entry
from tests.accounts.visitor import Visitor, code

TOO_MANY = "Too many attempts. Wait 5 minutes, then try again."


@pytest.fixture
def narrow(settings: Settings) -> None:
    """Three wrong passwords a minute from one address."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guess_by_address": "3/m/ip"}


def test_after_five_wrong_passwords_the_right_one_does_not_help(frances: Visitor) -> None:
    for _ in range(5):
        frances.types_password("not the right horse")

    assert TOO_MANY in frances.types_password().content.decode()


def test_other_accounts_are_not_held_up(frances: Visitor, george: Visitor) -> None:
    for _ in range(6):
        frances.types_password("not the right horse")

    assert george.types_password().status_code == 302


def test_an_unknown_address_is_held_up_as_a_known_one(erin: Client) -> None:
    typed = {"login": "nobody@nowhere.example", "password": "not the right horse"}
    for _ in range(5):
        erin.post("/account/login/", typed)

    assert TOO_MANY in erin.post("/account/login/", typed).content.decode()


def test_after_five_wrong_codes_the_right_one_does_not_help(frances: Visitor) -> None:
    frances.types_password()
    for _ in range(5):
        frances.types_code("000000")

    assert TOO_MANY in frances.types_code(code()).content.decode()
    assert not frances.is_in


def test_it_is_counted_in_the_table_that_all_processes_share(frances: Visitor) -> None:
    for _ in range(5):
        frances.types_password("not the right horse")
    Limit.objects.all().delete()

    assert frances.types_password().status_code == 302


def test_too_many_requests_get_a_message(frances: Visitor, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    for _ in range(2):
        frances.types_password("not the right horse")

    response = frances.types_password()

    assert response.status_code == 429
    assert "Wait 5 minutes, then try again." in response.content.decode()


def test_asking_for_links_is_limited(erin: Client) -> None:
    answers = [erin.post("/account/password/reset/", {"email": "frances@example.org"}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]


def test_senders_behind_one_proxy_are_counted_apart(frances: Visitor, narrow: None, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(4):
        frances.browser.post(
            "/account/login/", {"login": "x@y.example", "password": "z"}, HTTP_X_FORWARDED_FOR="192.0.2.1"
        )

    frances.browser.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.2"

    assert frances.types_password().status_code == 302


def test_a_forged_address_does_not_reset_the_limit(frances: Visitor, narrow: None, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for invented in range(4):
        hops = f"203.0.113.{invented}, 192.0.2.1"
        frances.browser.post(
            "/account/login/", {"login": f"{invented}@y.example", "password": "z"}, HTTP_X_FORWARDED_FOR=hops
        )

    frances.browser.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.99, 192.0.2.1"

    assert TOO_MANY in frances.types_password().content.decode()


def test_the_trail_has_the_same_address(frances: Visitor, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    frances.browser.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.9, 192.0.2.1"
    frances.signs_in()

    assert Entry.objects.get(event="sign-in.completed").address == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "198.51.100.7"),
        (0, "192.0.2.1", "198.51.100.7"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "10.0.0.2", "198.51.100.7"),
        (1, "", "198.51.100.7"),
        (1, "192.0.2.1:49152", "192.0.2.1"),
        (1, "[2001:db8::1]:49152", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "unknown", "198.51.100.7"),
        (1, "[", "198.51.100.7"),
        (1, "<script>", "198.51.100.7"),
    ],
)
def test_which_address_counts(
    rf: RequestFactory, settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = cast(Request, rf.get("/", headers=headers, REMOTE_ADDR="198.51.100.7"))

    assert client_address(request) == expected


@given(invented=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_whatever_is_sent_along_changes_nothing(invented: str) -> None:
    headers = {"X-Forwarded-For": f"{invented}, 192.0.2.1"}
    request = cast(Request, RequestFactory().get("/", headers=headers, REMOTE_ADDR="198.51.100.7"))

    with override_settings(TRUSTED_PROXIES=1):
        assert client_address(request) == "192.0.2.1"


@given(written=st.text(max_size=60))
def test_what_a_proxy_wrote_is_an_address_or_none_of_it_counts(written: str) -> None:
    headers = {"X-Forwarded-For": written}
    request = cast(Request, RequestFactory().get("/", headers=headers, REMOTE_ADDR="198.51.100.7"))

    with override_settings(TRUSTED_PROXIES=1):
        assert ip_address(client_address(request) or "none")


def test_without_an_address_no_attempt_is_allowed(rf: RequestFactory) -> None:
    request = cast(Request, rf.get("/", REMOTE_ADDR=""))

    assert client_address(request) is None
