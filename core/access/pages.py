"""The names of pages, for the audit trail, and the links of lower apps to pages of apps above them.

Each app names its pages in `pages.py`. A lower app does not know the URL names of those above it. It calls `url_for`
with the name of a link, such as `sources`, and an upper app declares which of its pages serves that link.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, get_urlconf, reverse

SLUG = re.compile(r"[-A-Za-z0-9_]+")


@dataclass(frozen=True)
class Page:
    """A page by its URL name. `serves` is the name of the link of lower apps to it, if any."""

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
    """The name of this page; empty if it has none."""
    return _pages[view].label if view in _pages else ""


def url_for(link: str, *arguments: Any) -> str:
    """The URL of the page that serves this link on the host of the request. Raises NoReverseMatch if none does."""
    for each in registered():
        if each.serves == link:
            try:
                return path_to(each.view, *arguments)
            except NoReverseMatch:
                continue  # a page of another surface: each has its own URL root
    raise NoReverseMatch(f"No page here serves the link {link!r}.")


def path_to(view: str, *arguments: Any) -> str:
    """The path of a view on the host of the request, as `reverse` gives it. Raises NoReverseMatch where it has none.

    A view whose only argument is a slug or a number is reversed once, and not for each row of each list.
    """
    if len(arguments) == 1 and SLUG.fullmatch(argument := str(arguments[0])):
        return argument.join(_around_argument(view, get_urlconf()))
    return reverse(view, args=arguments)


@cache
def _around_argument(view: str, urlconf: str | None) -> tuple[str, str]:
    """What the path has before and after its only argument."""
    path, other = (reverse(view, urlconf, args=[each]) for each in "01")
    before = next(number for number, (one, two) in enumerate(zip(path, other, strict=True)) if one != two)
    return path[:before], path[before + 1 :]
