"""The navigation: each item is shown only to users who may open its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from core.access import records
from core.access.permissions import PARTNERSHIP_READ, Permission
from core.agencies.permissions import AGENCY_READ, CLIENT_MANAGE
from core.agreements.permissions import AGREEMENT_READ
from core.areas.permissions import NEIGHBOURHOOD_READ
from core.incidents.permissions import INCIDENT_READ
from core.oversight.permissions import AUDIT_READ


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """A link of the navigation. Without `permission` it is for every user; `brief` is its name in the tab bar.

    `any_of` returns permissions of which one is enough, in place of `permission`.
    `covers` names other views on whose pages this item is the current one.
    """

    name: str
    view: str
    icon: str = ""
    permission: Permission | None = None
    any_of: Callable[[], Sequence[Permission]] | None = None
    brief: str = ""
    covers: tuple[str, ...] = ()
    at_end: bool = False

    def is_for(self, allowed: frozenset[Permission]) -> bool:
        """Whether a user with these permissions may open its page."""
        if self.any_of is not None:
            return not allowed.isdisjoint(self.any_of())
        return self.permission is None or self.permission in allowed


@dataclass(frozen=True, kw_only=True)
class Link:
    """An item as this page shows it."""

    name: str
    brief: str
    icon: str
    address: str
    current: bool
    first_at_end: bool = False


WORKSPACE = (
    NavigationItem(name="My work", view="home", icon="home", covers=("notice-list",)),
    NavigationItem(name="Incidents", view="incident-list", icon="report", permission=INCIDENT_READ),
    NavigationItem(
        name="Neighbourhoods",
        view="neighbourhood-list",
        icon="pin",
        permission=NEIGHBOURHOOD_READ,
        brief="Areas",  # a tab of a narrow phone is too narrow for "Neighbourhoods"
    ),
    NavigationItem(
        name="Agencies and people",
        view="agency-list",
        icon="building",
        permission=AGENCY_READ,
        brief="Agencies",
        covers=("person-list", "role-list"),
    ),
    NavigationItem(name="Agreements", view="agreement-list", icon="book", permission=AGREEMENT_READ),
    NavigationItem(
        name="Audit trail",
        view="audit-list",
        icon="eye",
        permission=AUDIT_READ,
        brief="Audit",
        at_end=True,
    ),
    NavigationItem(
        name="Partner systems",
        view="api-client-list",
        icon="machine",
        permission=CLIENT_MANAGE,
        at_end=True,
    ),
)
SERVICE = (NavigationItem(name="Partnerships", view="operations-home", icon="building", permission=PARTNERSHIP_READ),)
SEARCH = NavigationItem(name="Search", view="search", icon="search", any_of=records.search_permissions)
TAB_BAR = (WORKSPACE[0], SEARCH, *WORKSPACE[1:])
IN_TAB_BAR = 4
"""How many items fit in a phone's tab bar, next to the menu."""


def links(items: tuple[NavigationItem, ...], allowed: frozenset[Permission], path: str) -> list[Link]:
    """Links to the items that a user with these permissions may open on this surface. The current one is marked."""
    permitted = [item for item in items if item.is_for(allowed)]
    served = [(item, url) for item in permitted if (url := address(item.view))]
    here = _item_of(path, [item for item, _ in served])
    first_at_end = next((item for item, _ in served if item.at_end), None)
    return [
        Link(
            name=item.name,
            brief=item.brief or item.name,
            icon=item.icon,
            address=url,
            current=item is here,
            first_at_end=item is first_at_end,
        )
        for item, url in served
    ]


def address(view: str, **arguments: Any) -> str:
    """The URL of a view; empty if this surface does not serve it, because each surface has its own URL root."""
    try:
        return reverse(view, kwargs=arguments)
    except NoReverseMatch:
        return ""


def _item_of(path: str, items: list[NavigationItem]) -> NavigationItem | None:
    """The item whose URL, or that of a view it covers, begins the path. For the start page, the path must be equal."""
    for item in items:
        roots = [address(view) for view in (item.view, *item.covers)]
        if any(path == root or (len(root) > 1 and path.startswith(root)) for root in roots if root):
            return item
    return None
