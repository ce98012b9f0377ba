"""All lists: those of record types, and others that an app registers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from core.access import records
from core.access.lists.declaration import FilteredList

Declared = type[FilteredList[Any]]

_lists: dict[str, Declared] = {}


def register(declared: Declared) -> None:
    """Registers a list that no `RecordType` has; called in `ready()`."""
    if _lists.setdefault(declared.name, declared) is not declared:
        raise ImproperlyConfigured(f"Two lists are called {declared.name!r}.")


def registered() -> list[Declared]:
    """All lists."""
    return [*(each.list for each in records.types() if each.list), *_lists.values()]


def with_filter(name: str, *, route: str = "") -> Declared | None:
    """The list whose filter an audit entry names: the one with that URL name, or else the first with such a filter."""
    having = [each for each in registered() if any(one.name == name for one in each.filters)]
    return next((each for each in having if each.route == route), next(iter(having), None))


def named(name: str) -> Declared | None:
    """The list with this name, if there is one."""
    return next((each for each in registered() if each.name == name), None)
