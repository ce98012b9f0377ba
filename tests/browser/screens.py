"""Every screen there is, a row each. A page that is new is covered by adding its row; without one the tests fail."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.town import SIGNS_IN
from tests.personas import PASSWORD

NOT_SCREENS = {
    "mfa_login_webauthn": "answers a script with JSON",
    "mfa_reauthenticate_webauthn": "needs a passkey that was used",
}
"""Views that draw no page of their own, by URL name, with the reason."""


def sends_the_form(page: Page) -> None:
    """As it is: what must be filled in and is not, is said."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def types_the_password(page: Page) -> None:
    page.get_by_label("Email").fill(SIGNS_IN)
    page.get_by_label("Password").fill(PASSWORD)
    sends_the_form(page)


@dataclass(frozen=True)
class Screen:
    """One page in one state, as somebody meets it."""

    name: str
    path: str
    who: str = "dana"
    status: int = 200
    schema: str = "alpha"
    marked: bool = False
    then: Callable[[Page], None] | None = None
    """What is done before one looks."""

    def __str__(self) -> str:
        return self.name


SCREENS = [
    # Signed out
    Screen("signing in", "/account/login/", who=""),
    Screen("signing in, nothing filled in", "/account/login/", who="", then=sends_the_form),
    Screen("signing in, the code", "/account/login/", who="", then=types_the_password),
    Screen("a forgotten password", "/account/password/reset/", who=""),
    Screen("a forgotten password, nothing filled in", "/account/password/reset/", who="", then=sends_the_form),
    Screen("a forgotten password, sent", "/account/password/reset/sent/", who=""),
    Screen("a new password", "/account/password/reset/{reset}/", who=""),
    Screen("a new password, link spent", "/account/password/reset/2-abc/", who=""),
    Screen("a new password, done", "/account/password/reset/done/", who=""),
    Screen("an invitation", "/account/invitation/{invitation}/", who=""),
    Screen("an invitation, nothing filled in", "/account/invitation/{invitation}/", who="", then=sends_the_form),
    Screen("an invitation that is closed", "/account/invitation/{withdrawn}/", who="", status=410),
    Screen("a suspended account", "/account/inactive/", who=""),
    Screen("no second factor yet", "/account/second-factor/", who="george"),
    Screen("setting up an app", "/account/app/", who="george"),
    Screen("setting up an app, nothing filled in", "/account/app/", who="george", then=sends_the_form),
    # One's own account
    Screen("the account", "/account/"),
    Screen("sessions", "/account/sessions/"),
    Screen("signing out", "/account/logout/"),
    Screen("changing the password", "/account/password/"),
    Screen("changing the password, nothing filled in", "/account/password/", then=sends_the_form),
    Screen("confirming who one is", "/account/confirm/"),
    Screen("confirming by code", "/account/confirm/code/"),
    Screen("removing the app", "/account/app/remove/"),
    Screen("recovery codes", "/account/recovery-codes/"),
    Screen("new recovery codes", "/account/recovery-codes/new/"),
    Screen("no passkeys", "/account/passkeys/"),
    Screen("passkeys", "/account/passkeys/", who="spoc"),
    Screen("a new passkey", "/account/passkeys/new/"),
    Screen("a passkey", "/account/passkeys/{passkey}/", who="spoc"),
    Screen("removing a passkey", "/account/passkeys/{passkey}/remove/", who="spoc"),
    # Signed in
    Screen("my work", "/", marked=True),
    Screen("my work of who reads no incidents", "/", who="board", marked=True),
    Screen("incidents", "/incidents/", marked=True),
    Screen("incidents, filtered", "/incidents/?kind=personal&qualifier=alcohol&words=door", marked=True),
    Screen("incidents, a filter that cannot be", "/incidents/?since=2026-12-01&until=2026-11-01", marked=True),
    Screen("incidents, none found", "/incidents/?words=nothinglikethis", marked=True),
    Screen("an incident", "/incidents/{incident}/", marked=True),
    Screen("an incident with conditions", "/incidents/{conditional}/", marked=True),
    Screen("neighbourhoods", "/neighbourhoods/"),
    Screen("a neighbourhood", "/neighbourhoods/{neighbourhood}/", marked=True),
    Screen("components", "/components/"),
    # Errors
    Screen("nothing is here", "/nowhere/", status=404),
    Screen("refused", "/incidents/", who="board", status=403),
]
