"""Every route of the three surfaces, by name, and the address of one."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.scenario import addressed
from tests.examples.sides import Side


def routes(surface: str) -> set[str]:
    """Every route that a surface serves, by its name with its namespaces."""
    return set(_named(get_resolver(settings.SURFACE_URLCONFS[surface]).url_patterns))


def address(surface: str, route: str, side: Side) -> str:
    """The URL of a route for the records of one agency."""
    return reverse(route, urlconf=settings.SURFACE_URLCONFS[surface], kwargs=addressed(side).get(route, {}))


def _named(patterns: list[URLPattern | URLResolver], *namespaces: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = [pattern.namespace] if pattern.namespace else []
            yield from _named(pattern.url_patterns, *namespaces, *inside)
        else:
            assert pattern.name, f"{pattern.pattern} has no name."
            yield ":".join([*namespaces, pattern.name])
