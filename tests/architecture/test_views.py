"""Every view of the three URL roots has a guard, or a guard for its third-party route."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from core.access.guards import Guard
from core.access.third_party import ROUTES

ROOTS = settings.SURFACE_URLCONFS.values()


def patterns(root: str) -> Iterator[tuple[str, URLPattern]]:
    """The name of each route, with namespaces, and its pattern."""
    return _within(get_resolver(root).url_patterns)


def _within(found: list[URLPattern | URLResolver], *namespaces: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inside = [pattern.namespace] if pattern.namespace else []
            yield from _within(pattern.url_patterns, *namespaces, *inside)
        else:
            yield ":".join([*namespaces, pattern.name or ""]), pattern


@pytest.mark.parametrize("root", ROOTS)
def test_every_view_has_a_guard(root: str) -> None:
    unguarded = [
        name
        for name, pattern in patterns(root)
        if not isinstance(getattr(pattern.callback, "guard", ROUTES.get(name)), Guard)
    ]

    assert unguarded == []


def test_the_third_party_list_has_exactly_the_routes_without_a_guard() -> None:
    unmarked = {name for root in ROOTS for name, pattern in patterns(root) if not hasattr(pattern.callback, "guard")}

    assert set(ROUTES) == unmarked


@pytest.mark.parametrize("root", ROOTS)
def test_every_route_has_a_unique_name(root: str) -> None:
    names = [name for name, _ in patterns(root)]

    assert "" not in names
    assert len(names) == len(set(names))
