"""The codes of the trail in words: what was asked for, which page it was, and what an event's details say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.dateparse import parse_date

from core.access.roles import ROLES
from core.access.scopes import scopes
from core.audit.models import Entry
from core.incidents.vocabulary import Vocabulary

FILTERS = {
    "words": "Words",
    "q": "Name or email address",
    "where": "Where",
    "since": "From",
    "until": "To",
    "start": "From",
    "end": "To",
    "kind": "Type",
    "type": "Behaviour or crime",
    "qualifier": "Qualifiers",
    "told_to": "Told to",
    "agency": "Agency",
    "role": "Role",
    "state": "State",
    "who": "Who acted",
    "record": "Which record",
    "verb": "What they did",
}
STATES = {"working": "Working", "suspended": "Suspended", "invited": "Invited", "gone": "No longer here"}
PAGES = {
    "home": "My work",
    "my-history": "My history",
    "audit-list": "Who has looked",
    "audit-export": "Who has looked, CSV export",
    "audit-entry": "One entry of who has looked",
    "record-viewers": "Who has looked at a record",
    "person-list": "People",
    "person-detail": "Person",
    "role-list": "Roles",
    "api-client-list": "Partners' systems",
    "incident-list": "Incidents",
    "incident-detail": "Incident",
    "neighbourhood-list": "Neighbourhoods",
    "neighbourhood-detail": "Neighbourhood",
    "agency-list": "Agencies",
    "agency-detail": "Agency",
    "mfa_index": "Account",
    "usersessions_list": "Sessions",
    "account_login": "Sign in",
    "mfa_authenticate": "Sign in, second factor",
    "mfa_login_webauthn": "Sign in, passkey",
    "account_logout": "Sign out",
    "account_inactive": "Suspended account",
    "account_reauthenticate": "Confirm it is you, password",
    "mfa_reauthenticate": "Confirm it is you, code",
    "mfa_reauthenticate_webauthn": "Confirm it is you, passkey",
    "account_change_password": "Change password",
    "account_reset_password": "Forgotten password",
    "account_reset_password_done": "Forgotten password, email sent",
    "account_reset_password_from_key": "New password",
    "account_reset_password_from_key_done": "New password saved",
    "mfa_activate_totp": "Set up authenticator app",
    "mfa_deactivate_totp": "Remove authenticator app",
    "mfa_view_recovery_codes": "Recovery codes",
    "mfa_generate_recovery_codes": "New recovery codes",
    "mfa_list_webauthn": "Passkeys",
    "mfa_add_webauthn": "Add passkey",
    "mfa_edit_webauthn": "Rename passkey",
    "mfa_remove_webauthn": "Remove passkey",
}
WEB_API = ("api-v1", "idp")


def role_name(code: str) -> str:
    """A role's name; the code in words where a later release has dropped the role."""
    return ROLES[code].name if code in ROLES else spaced(code)


def spaced(code: str) -> str:
    """A code as words: `incident-detail` as `Incident detail`."""
    words = code.replace("-", " ").replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def page_name(route: str) -> str:
    """Which page a path belongs to, without what stands in the path: a path may hold a reference."""
    if not route:
        return ""
    try:
        found = resolve(route)
    except Resolver404:
        return "Account" if route.startswith("/account/") else "An address that does not exist"
    name = found.url_name or ""
    prefix = "Web API: " if set(found.namespaces) & {*WEB_API} else ""
    return prefix + PAGES.get(name, spaced(name))


def details_in_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """An event's details for its sentence: roles, scopes and fields by their names."""
    return {name: DETAILS[name](value) if name in DETAILS else value for name, value in details.items()}


def asked_in_words(details: Mapping[str, Any], vocabulary: Callable[[], Vocabulary]) -> Iterator[tuple[str, str]]:
    """Each filter of a list that was looked at, and the words that were searched for, as label and value."""
    if words := details.get("query"):
        yield "Words", str(words)
    filters = details.get("filters") or {}
    for name in [*(name for name in FILTERS if name in filters), *(filters.keys() - FILTERS.keys())]:
        values = filters[name]
        for value in values if isinstance(values, list) else [values]:
            yield FILTERS.get(name, spaced(name)), _filter_value(name, str(value), vocabulary)


def _filter_value(name: str, value: str, vocabulary: Callable[[], Vocabulary]) -> str:
    match name:
        case "where" | "kind" | "type" | "qualifier" | "told_to":
            return vocabulary().name_of(name, value)
        case "role":
            return role_name(value)
        case "state":
            return STATES.get(value, spaced(value))
        case "verb":
            return str(dict(Entry.Verb.choices).get(value, spaced(value)))
        case "since" | "until" | "start" | "end":
            day = parse_date(value)
            return f"{day.day} {day:%B %Y}" if day else value
    return value


def _scopes(value: Any) -> str:
    known = scopes()
    return ", ".join(known[scope].label.lower() if scope in known else scope for scope in str(value).split())


def _role(value: Any) -> str:
    return role_name(str(value)).lower()


def _fields(value: Any) -> str:
    return re.sub(r"(?<=[a-z])_(?=[a-z])", " ", str(value))


DETAILS: dict[str, Callable[[Any], str]] = {"role": _role, "was_role": _role, "scopes": _scopes, "fields": _fields}
