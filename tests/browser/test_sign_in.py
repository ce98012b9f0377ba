"""Signing in, the first time and later, in a real browser with a real code and a virtual passkey."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, Page, expect

from core.access.principal import SYSTEM
from core.access.roles import Practitioner
from core.accounts import actions, tokens
from core.accounts.models import User
from tenants import current
from tests.accounts.visitor import code, with_app, with_password
from tests.browser.test_screens import breaks_no_rule
from tests.personas import PASSWORD, agency, member
from tests.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def newcomer(site: Site) -> User:
    """A user who has never signed in."""
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        return member("Ivy Newcombe", of=police, role=Practitioner).user


@pytest.fixture
def regular(newcomer: User) -> User:
    """A user with a password and an authenticator app."""
    with current.entered("alpha"):
        return with_app(with_password(newcomer))


@pytest.fixture
def link(site: Site, newcomer: User) -> str:
    """The link in the newcomer's invitation."""
    with current.entered("alpha"):
        invitation = actions.invite(user=newcomer, by=SYSTEM)
        return site.address("alpha", f"/account/invitation/{tokens.of_invitation(invitation)}/")


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A tab in which no script may fail and the content policy may stop nothing."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    assert problems == []


@pytest.fixture
def passkeys(page: Page) -> Callable[[], int]:
    """Adds a device with passkeys to the tab. Returns a function that counts them."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return lambda: len(session.send("WebAuthn.getCredentials", added)["credentials"])


def types_password(page: Page, site: Site, user: User) -> None:
    page.goto(site.address("alpha", "/account/login/"))
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def types_code(page: Page, typed: str) -> None:
    page.get_by_label("Code").fill(typed)
    page.get_by_role("button", name="Continue").click()


def signs_out(page: Page, site: Site) -> None:
    page.goto(site.address("alpha", "/account/"))
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def accepts(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()


def sets_up_app(page: Page) -> None:
    page.get_by_role("link", name="Authenticator app").click()
    secret = page.get_by_role("region", name="Or enter this key in the app").inner_text()
    page.get_by_label("Code shown in the app").fill(
        totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    )
    page.get_by_role("button", name="Set up app").click()


def is_in(page: Page, site: Site) -> bool:
    page.goto(site.address("alpha", "/account/"))
    return page.get_by_role("heading", name="Your account").is_visible()


def test_password_and_code(page: Page, site: Site, regular: User) -> None:
    types_password(page, site, regular)
    types_code(page, code())

    assert is_in(page, site)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"__Host-session", "__Host-csrf", "__Host-devices"}
    assert all(cookie["secure"] and cookie["httpOnly"] for cookie in cookies.values())


def test_errors_are_shown_first(page: Page, site: Site, regular: User) -> None:
    page.goto(site.address("alpha", "/account/login/"))
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("alert").get_by_role("heading", name="There is a problem")).to_be_visible()


def test_by_invitation_with_an_app(page: Page, site: Site, link: str) -> None:
    accepts(page, link)
    sets_up_app(page)

    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("button", name="Show recovery codes").click()
    assert len(re.findall(r"\b\d{8}\b", page.locator(".sn-recovery-codes").inner_text())) == 10
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download as a file").click()
    assert len(re.findall(r"^\d{8}$", kept.value.path().read_text(), flags=re.MULTILINE)) == 10
    assert is_in(page, site)


def test_by_invitation_with_a_passkey(page: Page, site: Site, link: str, passkeys: Callable[[], int]) -> None:
    accepts(page, link)
    page.get_by_role("link", name="Passkey").click()
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_role("button", name="Add passkey").click()

    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert passkeys() == 1
    assert is_in(page, site)
    with current.entered("alpha"):
        assert str(Authenticator.objects.get(type="webauthn")) == "Work laptop"


def test_a_passkey_signs_in_without_a_password(page: Page, site: Site, link: str, passkeys: Callable[[], int]) -> None:
    test_by_invitation_with_a_passkey(page, site, link, passkeys)
    signs_out(page, site)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)

    assert is_in(page, site)


def test_a_passkey_is_a_second_factor(
    page: Page, site: Site, link: str, newcomer: User, passkeys: Callable[[], int]
) -> None:
    test_by_invitation_with_a_passkey(page, site, link, passkeys)
    signs_out(page, site)

    types_password(page, site, newcomer)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)

    assert is_in(page, site)


def test_a_passkey_confirms_the_user(page: Page, site: Site, link: str, passkeys: Callable[[], int]) -> None:
    test_by_invitation_with_a_passkey(page, site, link, passkeys)

    page.goto(site.address("alpha", "/account/confirm/passkey/?next=/account/sessions/"))
    breaks_no_rule(page, (1280, 800))  # only a person with a passkey sees this page
    page.get_by_role("button", name="Use your passkey").click()

    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()


def test_a_passkey_of_one_partnership_is_not_offered_in_another(
    page: Page, site: Site, link: str, passkeys: Callable[[], int]
) -> None:
    test_by_invitation_with_a_passkey(page, site, link, passkeys)

    page.goto(site.address("beta", "/account/login/"))
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


def test_without_javascript_all_but_passkeys_works(browser: Browser, site: Site, link: str, newcomer: User) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    accepts(page, link)
    sets_up_app(page)
    page.get_by_role("button", name="Show recovery codes").click()
    first = re.findall(r"\b\d{8}\b", page.locator(".sn-recovery-codes").inner_text())[0]
    signs_out(page, site)
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    types_password(page, site, newcomer)
    types_code(page, first)

    assert is_in(page, site)
    context.close()
