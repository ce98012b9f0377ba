"""Where somebody can go: the entries of the navigation, each shown only to who may open it."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from core.access.permissions import PARTNERSHIP_READ, Permission
from core.agencies.permissions import AGENCY_READ, CLIENT_MANAGE
from core.areas.permissions import NEIGHBOURHOOD_READ
from core.incidents.permissions import INCIDENT_READ
from core.oversight.permissions import AUDIT_READ


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place to go. `permission` None stands for anyone who is signed in; `brief` is what fits under a thumb.

    `covers` names views beside it whose pages count as standing here.
    """

    name: str
    view: str
    icon: str = ""
    permission: Permission | None = None
    brief: str = ""
    covers: tuple[str, ...] = ()
    at_end: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry as it stands on this page."""

    name: str
    brief: str
    icon: str
    address: str
    current: bool
    first_at_end: bool = False


WORKSPACE = (
    Entry(name="My work", view="home", icon="home"),
    Entry(name="Incidents", view="incident-list", icon="report", permission=INCIDENT_READ),
    Entry(
        name="Neighbourhoods",
        view="neighbourhood-list",
        icon="pin",
        permission=NEIGHBOURHOOD_READ,
        brief="Areas",
    ),
    Entry(
        name="Agencies and people",
        view="agency-list",
        icon="building",
        permission=AGENCY_READ,
        brief="Agencies",
        covers=("person-list", "role-list"),
    ),
    Entry(
        name="Audit trail",
        view="audit-list",
        icon="eye",
        permission=AUDIT_READ,
        brief="Audit",
        at_end=True,
    ),
    Entry(
        name="Partner systems",
        view="api-client-list",
        icon="machine",
        permission=CLIENT_MANAGE,
        at_end=True,
    ),
)
SERVICE = (Entry(name="Partnerships", view="operations-home", icon="building", permission=PARTNERSHIP_READ),)
SEARCH = Entry(name="Search", view="search", icon="search", permission=INCIDENT_READ)
TAB_BAR = (WORKSPACE[0], SEARCH, *WORKSPACE[1:])
IN_TAB_BAR = 4
"""How many entries fit in a phone's tab bar, beside the menu."""


def links(entries: tuple[Entry, ...], allowed: frozenset[Permission], path: str) -> list[Link]:
    """The entries that this person may open on this surface, the one they stand in marked as current."""
    open_to_them = [entry for entry in entries if entry.permission is None or entry.permission in allowed]
    served = [(entry, where) for entry in open_to_them if (where := address(entry.view))]
    here = _entry_of(path, [entry for entry, _ in served])
    first_at_end = next((entry for entry, _ in served if entry.at_end), None)
    return [
        Link(
            name=entry.name,
            brief=entry.brief or entry.name,
            icon=entry.icon,
            address=where,
            current=entry is here,
            first_at_end=entry is first_at_end,
        )
        for entry, where in served
    ]


def address(view: str, **arguments: Any) -> str:
    """Where the view stands, or nothing where this surface does not serve it: each host has its own URL root."""
    try:
        return reverse(view, kwargs=arguments)
    except NoReverseMatch:
        return ""


def _entry_of(path: str, entries: list[Entry]) -> Entry | None:
    """The entry whose address, or that of a view it covers, the path lies under. The start page holds only itself."""
    for entry in entries:
        roots = [address(view) for view in (entry.view, *entry.covers)]
        if any(path == root or (len(root) > 1 and path.startswith(root)) for root in roots if root):
            return entry
    return None
