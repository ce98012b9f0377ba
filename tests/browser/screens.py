"""Every screen. A new page needs a row here or in its record type's example; without one the tests fail."""

from playwright.sync_api import Page

from core.access.lists import registry
from tests.browser.scenario import SIGNS_IN
from tests.browser.screen import Screen, sends_the_form
from tests.examples import examples
from tests.personas import PASSWORD

NOT_SCREENS = {
    **{each.export_route: "a file" for each in registry.registered()},
    "mfa_login_webauthn": "answers a script with JSON",
    "mfa_reauthenticate_webauthn": "needs a passkey that was just used; test_sign_in has one",
    "mfa_authenticate": "comes after the password: its row starts at account_login",
    "suspension": "leads to the start page unless the partnership is suspended; test_suspension has it",
    "saved-filter-save": "takes a POST and leads back to the list",
    "notice-complete": "takes a POST and leads back",
    "term-retire": "takes a POST and leads back",
    "term-reinstate": "takes a POST and leads back",
    "invitation-resend": "takes a POST and leads back",
    "invitation-withdraw": "takes a POST and leads back",
    "audit-trail-moved": "leads to the audit trail; test_former_address has it",
    "api-openapi": "a document for machines",
    "livez": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "stripe-webhook": "for Stripe",
}
"""Views without a page, by URL name, with the reason."""


def types_the_password(page: Page) -> None:
    page.get_by_label("Email").fill(SIGNS_IN)
    page.get_by_label("Password").fill(PASSWORD)
    sends_the_form(page)


def searches_for_a_neighbourhood(page: Page) -> None:
    """Searches for a word of a neighbourhood's name and of reports."""
    page.get_by_role("searchbox").fill("shirley")
    page.get_by_role("button", name="Search").click()


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
    Screen("notices", "/notices/", who="spoc", marked=True),
    Screen("notices, none yet", "/notices/", who="board"),
    Screen("search", "/search/"),
    Screen("search, nothing typed", "/search/", then=sends_the_form),
    Screen("search, records of several types", "/search/", marked=True, then=searches_for_a_neighbourhood),
    Screen("who can do what", "/roles/", marked=True),
    Screen("choosing an agency", "/choose-agency/", who="bob"),
    Screen("my history", "/my-history/", marked=True),
    Screen("audit trail", "/audit-trail/", marked=True),
    Screen("audit trail, none found", "/audit-trail/?verb=export", marked=True),
    Screen("audit entry", "/audit-trail/entries/{entry}/", marked=True),
    Screen("viewers of an incident", "/audit-trail/{record}/", marked=True),
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
    *(screen for example in examples() for screen in example.screens),
]
"""The screens of record types are in their examples."""
