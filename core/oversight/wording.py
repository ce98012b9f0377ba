"""Codes in the audit trail as words: the names of pages, filters and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.urls import Resolver404, resolve

from core.access import pages
from core.access.lists import FilteredList, registry

WEB_API = ("api-v1", "idp")


def spaced(code: str) -> str:
    """A code as words: `incident-detail` as `Incident detail`."""
    words = code.replace("-", " ").replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def _url_name(path: str) -> str:
    """The URL name of the page at a path; empty if there is none."""
    try:
        return resolve(path).url_name or "" if path else ""
    except Resolver404:
        return ""


def page_name(route: str) -> str:
    """The name of the page at a path. The path itself is not shown, because it may contain a reference."""
    if not route:
        return ""
    try:
        found = resolve(route)
    except Resolver404:
        return "Account" if route.startswith("/account/") else "A page that does not exist"
    name = found.url_name or ""
    prefix = "Web API: " if set(found.namespaces) & {*WEB_API} else ""
    return prefix + (pages.label_of(name) or spaced(name))


class FilterWords:
    """Puts filters and their values into the words of their list. Code lists are read when they are first needed.

    Used for one page, whose entries often have the same path and the same values.
    """

    def __init__(self) -> None:
        self._lists: dict[str, FilteredList[Any]] = {}
        self._url_names: dict[str, str] = {}
        self._values: dict[tuple[str, str, str], tuple[str, str]] = {}

    def of(self, details: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
        """Each filter of a list, and the words of a search, as label and value.

        `path` is the path of the page.
        """
        if words := details.get("query"):
            yield "Words", str(words)
        filters = details.get("filters") or {}
        route = self._url_name(path) if filters else ""
        for name, values in self._in_order(filters):
            for value in map(str, values if isinstance(values, list) else [values]):
                key = (route, name, value)
                if key not in self._values:
                    self._values[key] = self._in_words(*key)
                yield self._values[key]

    def _url_name(self, path: str) -> str:
        if path not in self._url_names:
            self._url_names[path] = _url_name(path)
        return self._url_names[path]

    def _in_words(self, route: str, name: str, value: str) -> tuple[str, str]:
        """A filter and one value of it, as label and value."""
        declared = registry.with_filter(name, route=route)
        if declared is None:
            return spaced(name), value
        if declared.name not in self._lists:
            self._lists[declared.name] = declared()
        return declared.label_of(name), self._lists[declared.name].in_words(name, value)

    def _in_order(self, filters: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """The filters in the order of their lists."""
        return sorted(filters.items(), key=lambda each: self._order.get(each[0], len(self._order)))

    @cached_property
    def _order(self) -> dict[str, int]:
        """The position of each filter among those of all lists; of a name in several lists, the first."""
        names = [each.name for declared in registry.registered() for each in declared.filters]
        return {name: position for position, name in enumerate(dict.fromkeys(names))}
