"""Setting up a second factor, which everybody needs, and keeping one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from core.access.verdict import Refused
from core.accounts import actions
from core.accounts.models import User
from core.audit.models import Entry
from tests.accounts.visitor import SECRET, Visitor, another_browser, code, found_in, with_app
from tests.annotations import ClientResponse
from tests.personas import Persona


def sets_up_app(browser: Client) -> ClientResponse:
    """Reads the key off the page, as the app reads it off the picture, and types what the app shows."""
    page = browser.get("/account/app/").content.decode()
    secret = found_in(page, r"<pre[^>]*>([A-Z2-7]{32})</pre>")
    shown = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    return browser.post("/account/app/", {"code": shown})


def with_passkey(user: User) -> Authenticator:
    return WebAuthn.add(user, "work laptop", {}).instance


def reauthenticated(persona: Persona) -> Client:
    """As right after typing the password again."""
    session = persona.client.session
    session["account_authentication_methods"] = [
        *session["account_authentication_methods"],
        {"method": "password", "at": time.time(), "reauthenticated": True},
    ]
    session.save()
    return persona.client


@pytest.mark.parametrize("path", ["/", "/account/", "/account/sessions/", "/account/recovery-codes/"])
def test_without_one_every_page_leads_to_setting_one_up(george: Visitor, path: str) -> None:
    george.types_password()

    response = george.browser.get(path)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/second-factor/?next=")


def test_the_page_offers_both(george: Visitor) -> None:
    george.types_password()

    page = george.browser.get("/account/second-factor/").content.decode()

    assert 'href="/account/passkeys/new/"' in page
    assert 'href="/account/app/"' in page


def test_setting_up_an_app_lets_one_in(
    george: Visitor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    george.types_password()
    with django_capture_on_commit_callbacks(execute=True):
        response = sets_up_app(george.browser)

    assert response.headers["Location"] == "/account/recovery-codes/"
    assert george.is_in
    assert set(Entry.objects.filter(event="factor.added").values_list("details__factor", flat=True)) == {
        "authenticator app",
        "recovery codes",
    }


def test_the_code_that_set_an_app_up_is_not_good_for_signing_in(george: Visitor) -> None:
    george.types_password()
    shown = sets_up_app(george.browser).wsgi_request.POST["code"]
    elsewhere = Visitor(george.user, another_browser(george.browser))
    elsewhere.types_password()

    elsewhere.types_code(shown)

    assert george.is_in
    assert not elsewhere.is_in


def test_a_wrong_code_sets_nothing_up(george: Visitor) -> None:
    george.types_password()
    george.browser.get("/account/app/")
    response = george.browser.post("/account/app/", {"code": "000000"})

    assert "The code is incorrect." in response.content.decode()
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_in_the_database_as_it_is(george: Visitor) -> None:
    with_app(george.user)

    stored = Authenticator.objects.get().data["secret"]

    assert SECRET not in stored
    assert Authenticator.objects.get().wrap().validate_code(code())


def test_an_app_outlives_a_new_secret_key(frances: Visitor, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    frances.signs_in()

    assert frances.is_in


def test_recovery_codes_are_shown_once(george: Visitor) -> None:
    george.types_password()
    sets_up_app(george.browser)

    asked = george.browser.get("/account/recovery-codes/").content.decode()
    first = george.browser.post("/account/recovery-codes/").content.decode()
    second = george.browser.post("/account/recovery-codes/").content.decode()

    assert "<code>" not in asked
    assert "Show recovery codes" in asked
    assert len(re.findall(r"<code>\d{8}</code>", first)) == 10
    assert "<code>" not in second
    assert "10 of them are left" in second
    assert Entry.objects.filter(event="factor.recovery-codes-shown").count() == 1


def test_opening_the_page_does_not_use_the_recovery_codes_up(george: Visitor) -> None:
    george.types_password()
    sets_up_app(george.browser)
    george.browser.get("/account/recovery-codes/")

    assert "<code>" in george.browser.post("/account/recovery-codes/").content.decode()


def test_recovery_codes_are_refused_a_second_time(george: Visitor) -> None:
    george.types_password()
    sets_up_app(george.browser)
    actions.show_recovery_codes(user=george.user)

    with pytest.raises(Refused):
        actions.show_recovery_codes(user=george.user)


def test_new_recovery_codes_replace_the_old(
    frances: Visitor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    frances.signs_in()
    with django_capture_on_commit_callbacks(execute=True):
        frances.browser.post("/account/recovery-codes/new/")
    old = re.findall(r"<code>(\d{8})</code>", frances.browser.post("/account/recovery-codes/").content.decode())
    frances.browser.post("/account/recovery-codes/new/")
    new = re.findall(r"<code>(\d{8})</code>", frances.browser.post("/account/recovery-codes/").content.decode())

    assert len(new) == 10
    assert not set(old) & set(new)
    assert Entry.objects.filter(event="factor.recovery-codes-renewed").count() == 1


def test_a_session_from_before_must_prove_the_factor_that_was_added_since(george: Visitor) -> None:
    george.types_password()
    with_app(george.user)

    for path in ("/account/second-factor/", "/account/app/", "/account/passkeys/new/"):
        response = george.browser.get(path, follow=True)
        assert response.redirect_chain[-1][0].startswith("/account/confirm/code/")
    george.browser.post("/account/confirm/code/", {"code": code()})

    assert george.is_in


def test_the_only_app_stays(alice: Persona) -> None:
    with_app(alice.user)
    browser = reauthenticated(alice)

    asked = browser.get("/account/app/remove/").content.decode()
    answer = browser.post("/account/app/remove/").content.decode()

    assert "This is your only second factor." in asked
    assert "There is a problem" not in asked
    assert "This is your only second factor." in answer
    assert "There is a problem" in answer
    assert Authenticator.objects.count() == 1


def test_the_page_that_removes_an_app_opens_without_an_error(alice: Persona) -> None:
    with_app(alice.user)
    with_passkey(alice.user)

    response = reauthenticated(alice).get("/account/app/remove/")

    assert not response.context["form"].is_bound
    assert "Remove app" in response.content.decode()


def test_the_only_passkey_stays(alice: Persona) -> None:
    passkey = with_passkey(alice.user)
    browser = reauthenticated(alice)

    asked = browser.get(f"/account/passkeys/{passkey.pk}/remove/")
    removed = browser.post(f"/account/passkeys/{passkey.pk}/remove/")

    assert (asked.status_code, removed.status_code) == (403, 403)
    assert "This is your only second factor." in asked.content.decode()
    assert Authenticator.objects.count() == 1


def test_a_passkey_is_renamed_and_the_change_recorded(alice: Persona) -> None:
    passkey = with_passkey(alice.user)

    reauthenticated(alice).post(f"/account/passkeys/{passkey.pk}/", {"name": "phone"})

    assert Authenticator.objects.get(pk=passkey.pk).wrap().name == "phone"
    assert Entry.objects.get(event="factor.renamed").records == [f"accounts.user:{alice.user.pk}"]


def test_recovery_codes_do_not_count_as_a_factor(alice: Persona) -> None:
    passkey = with_passkey(alice.user)
    Authenticator.objects.create(user=alice.user, type="recovery_codes", data={"seed": "", "used_mask": 0})

    assert reauthenticated(alice).post(f"/account/passkeys/{passkey.pk}/remove/").status_code == 403


def test_one_of_two_may_go(alice: Persona) -> None:
    with_app(alice.user)
    passkey = with_passkey(alice.user)
    browser = reauthenticated(alice)

    browser.post(f"/account/passkeys/{passkey.pk}/remove/")

    assert [factor.type for factor in Authenticator.objects.all()] == ["totp"]
    assert Entry.objects.get(event="factor.removed").details == {"factor": "passkey"}


def test_a_passkey_of_another_user_is_not_there(alice: Persona, bob: Persona) -> None:
    with_app(alice.user)
    passkey = with_passkey(bob.user)
    browser = reauthenticated(alice)

    for path in (f"/account/passkeys/{passkey.pk}/", f"/account/passkeys/{passkey.pk}/remove/"):
        assert browser.post(path, {"name": "mine"}).status_code == 404


def test_a_change_asks_who_it_is_after_a_while(frances: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    frances.signs_in()
    later = time.time() + 6 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    response = frances.browser.get("/account/passkeys/new/")

    assert response.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fpasskeys%2Fnew%2F"
