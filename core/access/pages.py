"""Pages by name: what the audit trail calls them, and where a lower app's link to an app above it leads.

Each app names its pages in `pages.py`. A lower app does not know the URL names of those above it. It asks for a link,
such as `sources`, and an upper app declares which of its pages serves that link.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Page:
    """A page by its URL name. `serves` is the link of lower apps that leads to it, if any."""

    view: str
    label: str
    serves: str = ""


_pages: dict[str, Page] = {}


def page(view: str, label: str, *, serves: str = "") -> Page:
    """Names a page. Raises ImproperlyConfigured for a page that is named twice."""
    if view in _pages:
        raise ImproperlyConfigured(f"The page {view!r} is named twice.")
    _pages[view] = Page(view, label, serves)
    return _pages[view]


def registered() -> list[Page]:
    """All pages that have a name."""
    return list(_pages.values())


def label_of(view: str) -> str:
    """The name of this page; empty where it has none."""
    return _pages[view].label if view in _pages else ""


def url_for(link: str, *arguments: Any) -> str:
    """The URL of the page that serves this link on the host of the request. Raises NoReverseMatch where none does."""
    for each in registered():
        if each.serves == link:
            try:
                return reverse(each.view, args=arguments)
            except NoReverseMatch:
                continue  # a page of another surface: each has its own URL root
    raise NoReverseMatch(f"No page here serves the link {link!r}.")
