"""Every screen. A new page needs a row here; without one the tests fail."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.scenario import SIGNS_IN
from tests.personas import PASSWORD

NOT_SCREENS = {
    "mfa_login_webauthn": "answers a script with JSON",
    "mfa_reauthenticate_webauthn": "needs a passkey that was just used; test_sign_in has one",
    "mfa_authenticate": "comes after the password: its row starts at account_login",
    "suspension": "leads to the start page unless the partnership is suspended; test_suspension has it",
    "saved-filter-save": "takes a POST and leads back to the list",
    "invitation-resend": "takes a POST and leads back",
    "invitation-withdraw": "takes a POST and leads back",
    "audit-export": "a file",
    "incident-export": "a file",
    "neighbourhood-export": "a file",
    "agency-export": "a file",
    "person-export": "a file",
    "api-openapi": "a document for machines",
    "livez": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
}
"""Views without a page, by URL name, with the reason."""


def sends_the_form(page: Page) -> None:
    """Sends it unchanged, which shows errors for required fields."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def searches(page: Page) -> None:
    """Searches for words that some reports have."""
    page.get_by_label("Words in the report").fill("door")
    page.get_by_role("button", name="Apply filters").click()


def searches_without_result(page: Page) -> None:
    page.locator(".moj-filter input[type=search], .moj-filter input[type=text]").first.fill("nothing like this")
    page.get_by_role("button", name="Apply filters").click()


def types_the_password(page: Page) -> None:
    page.get_by_label("Email").fill(SIGNS_IN)
    page.get_by_label("Password").fill(PASSWORD)
    sends_the_form(page)


def searches_for_a_place(page: Page) -> None:
    """Searches for a word of a neighbourhood's name and of reports."""
    page.get_by_role("searchbox").fill("shirley")
    page.get_by_role("button", name="Search").click()


@dataclass(frozen=True)
class Screen:
    """One page in one state."""

    name: str
    path: str
    who: str = "dana"
    status: int = 200
    host: str = "alpha"
    marked: bool = False
    then: Callable[[Page], None] | None = None
    """What to do before the checks."""

    @property
    def surface(self) -> str:
        """Which URL root serves it."""
        return {"public": "service", "alpha.public": "publishing"}.get(self.host, "workspace")

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
    # The user's account
    Screen("the account", "/account/"),
    Screen("sessions", "/account/sessions/"),
    Screen("signing out", "/account/logout/"),
    Screen("changing the password", "/account/password/"),
    Screen("changing the password, nothing filled in", "/account/password/", then=sends_the_form),
    Screen("confirming it is you", "/account/confirm/"),
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
    Screen("my work without permission to read incidents", "/", who="board", marked=True),
    Screen("my work of a single point of contact", "/", who="spoc", marked=True),
    Screen("search", "/search/"),
    Screen("search, nothing typed", "/search/", then=sends_the_form),
    Screen("search, records of several types", "/search/", marked=True, then=searches_for_a_place),
    Screen("incidents", "/incidents/", marked=True),
    Screen("incidents, filtered", "/incidents/?kind=personal&qualifier=alcohol", marked=True, then=searches),
    Screen("incidents, an invalid filter", "/incidents/?since=2026-12-01&until=2026-11-01", marked=True),
    Screen("incidents, a filter that does not exist", "/incidents/?where=nope&words=typed", marked=True),
    Screen("incidents, none found", "/incidents/", marked=True, then=searches_without_result),
    Screen("incidents, filters to save", "/incidents/?type=noise", marked=True),
    Screen("saved filters", "/saved-filters/"),
    Screen("saved filters, none yet", "/saved-filters/", who="board"),
    Screen("renaming saved filters", "/saved-filters/{saved_filter}/rename/"),
    Screen("deleting saved filters", "/saved-filters/{saved_filter}/delete/"),
    Screen("an incident", "/incidents/{incident}/", marked=True),
    Screen("an incident with conditions", "/incidents/{conditional}/", marked=True),
    Screen("an incident, a print", "/incidents/{conditional}/?print=safeguarding", marked=True),
    Screen("an incident, a print without a purpose", "/incidents/{incident}/?print=", marked=True),
    Screen("neighbourhoods", "/neighbourhoods/"),
    Screen("choosing neighbourhoods", "/my-neighbourhoods/"),
    Screen("choosing the neighbourhoods of a team", "/agencies/{agency}/teams/{team}/neighbourhoods/"),
    Screen("a neighbourhood", "/neighbourhoods/{neighbourhood}/", marked=True),
    Screen("agencies", "/agencies/"),
    Screen("agencies of a sector", "/agencies/?sector=health"),
    Screen("an agency", "/agencies/{agency}/", marked=True),
    Screen("adding an agency", "/agencies/add/"),
    Screen("adding an agency, nothing filled in", "/agencies/add/", then=sends_the_form),
    Screen("changing an agency", "/agencies/{agency}/change/"),
    Screen("adding a team", "/agencies/{agency}/teams/add/"),
    Screen("renaming a team", "/agencies/{agency}/teams/{team}/rename/"),
    Screen("adding a source system", "/source-systems/add/"),
    Screen("changing a source system", "/source-systems/{source}/change/"),
    Screen("people", "/people-and-roles/", marked=True),
    Screen("people, none found", "/people-and-roles/", marked=True, then=searches_without_result),
    Screen("a person", "/people-and-roles/{person}/", marked=True),
    Screen("somebody suspended", "/people-and-roles/{suspended}/", marked=True),
    Screen("inviting somebody", "/agencies/{agency}/invite/"),
    Screen("inviting somebody, nothing filled in", "/agencies/{agency}/invite/", then=sends_the_form),
    Screen("suspending somebody", "/people-and-roles/{person}/suspend/", marked=True),
    Screen(
        "suspending somebody without a reason", "/people-and-roles/{person}/suspend/", marked=True, then=sends_the_form
    ),
    Screen("reinstating somebody", "/people-and-roles/{suspended}/reinstate/", marked=True),
    Screen("letting somebody start over", "/people-and-roles/{person}/start-over/", marked=True),
    Screen("changing a membership", "/people-and-roles/memberships/{membership}/change/", marked=True),
    Screen("ending a membership", "/people-and-roles/memberships/{membership}/end/", marked=True),
    Screen("who can do what", "/roles/", marked=True),
    Screen("choosing an agency", "/choose-agency/", who="bob"),
    Screen("my history", "/my-history/", marked=True),
    Screen("audit trail", "/who-has-looked/", marked=True),
    Screen("audit trail, none found", "/who-has-looked/?verb=export", marked=True),
    Screen("audit entry", "/who-has-looked/entries/{entry}/", marked=True),
    Screen("viewers of an incident", "/who-has-looked/{record}/", marked=True),
    Screen("partner systems", "/api-clients/"),
    Screen("granting access to a system", "/api-clients/issue/"),
    Screen("granting access to a system, nothing filled in", "/api-clients/issue/", then=sends_the_form),
    Screen("a new secret for a system", "/api-clients/{client}/rotate/"),
    Screen("a secret, shown once", "/api-clients/{client}/rotate/", then=sends_the_form),
    Screen("revoking the access of a system", "/api-clients/{client}/revoke/"),
    Screen("components", "/components/"),
    Screen("the web API", "/api/v1/docs", who=""),
    # The service's own address, and the public's
    Screen("the front page", "/", who="", host="public"),
    Screen("partnerships", "/operations/", who="operator", host="public"),
    Screen("a partnership", "/operations/alpha/", who="operator", host="public"),
    Screen("an order", "/operations/alpha/suspend/", who="operator", host="public"),
    Screen("going live, refused", "/operations/alpha/go-live/", who="operator", host="public", status=403),
    Screen("a partnership that leaves", "/operations/beta/", who="operator", host="public"),
    Screen("staying", "/operations/beta/stay/", who="operator", host="public"),
    Screen("erasing", "/operations/beta/erase/", who="operator", host="public"),
    Screen(
        "an order without a reason", "/operations/alpha/suspend/", who="operator", host="public", then=sends_the_form
    ),
    Screen("the public site", "/", who="", host="alpha.public"),
    # Errors
    Screen("invalid request", "/incidents/?cursor=nonsense", status=400),
    Screen("not found", "/nowhere/", status=404),
    Screen("not found, signed out", "/nowhere/", who="", status=404),
    Screen("refused", "/incidents/", who="board", status=403),
]
