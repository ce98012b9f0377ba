"""The codes of the trail in words: what was asked for, which page it was, and what an event's details say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.dateparse import parse_date

from core.access import pages
from core.access.roles import role_name
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
WEB_API = ("api-v1", "idp")


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
    return prefix + (pages.label_of(name) or spaced(name))


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
