"""Credentials of one partnership are not valid in another, even for users with the same key, email and password."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.accounts import tasks, tokens
from core.accounts.models import Invitation, User
from tenants import current
from tests.accounts.visitor import Visitor, another_browser, found_in, with_app
from tests.annotations import ClientFor
from tests.personas import PASSWORD

PK = 4_000_000_000
INVITED_AT = timezone.now()


def account(password: str) -> User:
    """The same row wherever it is made: key, address, password hash."""
    return User.objects.create(pk=PK, email="twin@both.example", name="Twin", password=password)


@pytest.fixture
def password() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def here(alpha: str, password: str, client_for: ClientFor) -> Visitor:
    """In alpha, with an app."""
    return Visitor(with_app(account(password)), client_for("alpha"))


@pytest.fixture
def there(here: Visitor, client_for: ClientFor) -> Visitor:
    """In beta, with the same app."""
    with current.entered("beta"):
        return Visitor(with_app(account(here.user.password)), client_for("beta"))


def carry(cookie: str, come_from: Client, to: Client) -> None:
    to.cookies[cookie] = come_from.cookies[cookie].value


def test_a_cookie_is_not_valid_there(here: Visitor, there: Visitor) -> None:
    here.signs_in()
    carry(settings.SESSION_COOKIE_NAME, here.browser, there.browser)

    assert here.is_in
    assert not there.is_in


def test_even_a_copied_session_is_not_valid_there(here: Visitor, there: Visitor) -> None:
    here.signs_in()
    carry(settings.SESSION_COOKIE_NAME, here.browser, there.browser)
    session = Session.objects.get(session_key=here.browser.session.session_key)
    with current.entered("beta"):
        session.save(force_insert=True)

    assert here.is_in
    assert not there.is_in


def test_the_hash_of_a_session_is_bound_to_schema_and_user(here: Visitor) -> None:
    hashes = {here.user.get_session_auth_hash()}
    with current.entered("beta"):
        hashes.add(here.user.get_session_auth_hash())
    hashes.add(User(pk=PK + 1, password=here.user.password).get_session_auth_hash())

    assert len(hashes) == 3


def test_a_reset_link_is_not_valid_there(here: Visitor, there: Visitor) -> None:
    tasks.send_reset_link.call(here.user.pk)
    link = found_in(mail.outbox[0].body, r"https://alpha\.testserver(/account/password/reset/\S+)")

    assert "This link is no longer valid" in there.browser.get(link).content.decode()
    assert here.browser.get(link).status_code == 302


def test_an_invitation_is_not_valid_there(here: Visitor, there: Visitor) -> None:
    row = {"pk": PK, "user_id": PK, "created_at": INVITED_AT, "expires_at": INVITED_AT + timedelta(days=7)}
    link = f"/account/invitation/{tokens.of_invitation(Invitation.objects.create(**row))}/"
    with current.entered("beta"):
        Invitation.objects.create(**row)

    assert here.browser.get(link).status_code == 200
    assert there.browser.get(link).status_code == 404


def strict(browser: Client) -> Client:
    """A browser whose forms are checked, as outside of tests."""
    return another_browser(browser, enforce_csrf_checks=True)


def form_token(browser: Client) -> str:
    page = browser.get("/account/login/").content.decode()
    return found_in(page, r'name="csrfmiddlewaretoken" value="(\w+)"')


def sends_form(browser: Client, token: str) -> int:
    typed = {"login": "a@b.example", "password": "z", "csrfmiddlewaretoken": token}
    host = browser.defaults["HTTP_HOST"]
    return browser.post("/account/login/", typed, HTTP_REFERER=f"https://{host}/account/login/").status_code


def test_a_csrf_token_is_valid_here(here: Visitor) -> None:
    browser = strict(here.browser)

    assert sends_form(browser, form_token(browser)) == 200


def test_a_form_without_csrf_token_is_refused(here: Visitor) -> None:
    browser = strict(here.browser)
    form_token(browser)

    assert sends_form(browser, "") == 403


def test_a_csrf_token_with_its_cookie_is_not_valid_there(here: Visitor, there: Visitor) -> None:
    ours, theirs = strict(here.browser), strict(there.browser)
    token = form_token(ours)
    carry(settings.CSRF_COOKIE_NAME, ours, theirs)

    assert sends_form(theirs, token) == 403


def test_a_forged_csrf_cookie_is_not_valid(here: Visitor) -> None:
    browser = strict(here.browser)
    secret = "a" * 32
    browser.cookies[settings.CSRF_COOKIE_NAME] = secret

    assert sends_form(browser, secret) == 403


def test_opening_the_sign_in_page_writes_no_session(here: Visitor) -> None:
    here.browser.get("/account/login/")

    assert not Session.objects.exists()


def test_the_secret_of_an_app_cannot_be_read_there(here: Visitor, there: Visitor) -> None:
    stored = Authenticator.objects.get(user=here.user)

    with current.entered("beta"), pytest.raises(InvalidToken):
        stored.wrap().validate_code("000000")


def test_attempts_are_counted_apart(here: Visitor, there: Visitor) -> None:
    for _ in range(6):
        here.types_password("not the right horse")

    assert there.types_password().status_code == 302


def test_a_code_used_here_is_not_used_there(here: Visitor, there: Visitor) -> None:
    now = time.time()
    here.signs_in()
    there.signs_in()

    assert here.is_in
    assert there.is_in
    assert time.time() - now < 25
