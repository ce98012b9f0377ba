"""Every view with a page has a row in `screens`."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from config import urls_publishing, urls_service, urls_workspace
from core.agencies.models import Agency
from core.areas.models import Area
from core.incidents.models import Incident
from tests.browser.scenario import of_examples
from tests.browser.screens import NOT_SCREENS, SCREENS
from tests.reports import source_of

ROOTS = {"workspace": urls_workspace, "service": urls_service, "publishing": urls_publishing}
FOR_PARTNER_SYSTEMS = ("api-v1:", "idp:")
GAP = "1"  # a value for any placeholder; screens use real ones


def patterns(entries: list[Any], namespace: str = "") -> Iterator[str]:
    """The names of all views below, as `reverse` takes them."""
    for entry in entries:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"
        elif isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry.url_patterns, inner)


def visited(surface: str) -> set[str]:
    """The names of the views that the screens of this surface reach."""
    resolver = get_resolver(f"config.urls_{surface}")
    paths = [screen.path for screen in SCREENS if screen.surface == surface and screen.status != 404]
    filled = [path.partition("?")[0].format_map(Anything()) for path in paths]
    return {resolver.resolve(path).view_name for path in filled}


class Anything(dict[str, str]):
    """A value for every placeholder."""

    def __missing__(self, name: str) -> str:
        return {"reset": "2-abc"}.get(name, GAP)


@pytest.mark.parametrize("surface", ROOTS)
def test_every_page_has_its_row(surface: str) -> None:
    pages = {name for name in patterns(ROOTS[surface].urlpatterns) if not name.startswith(FOR_PARTNER_SYSTEMS)}

    # An account's pages are the same at the service's own address.
    assert pages - NOT_SCREENS.keys() - visited(surface) - visited("workspace") == set()


def test_the_views_without_a_screen_exist() -> None:
    known = {name for root in ROOTS.values() for name in patterns(root.urlpatterns)}

    assert NOT_SCREENS.keys() <= known


def test_each_graded_example_has_a_record_for_its_screens(police: Agency, wards: dict[str, Area]) -> None:
    ids = of_examples(source_of(police), wards["E1"])

    assert Incident.objects.get().reference == ids["incident"]


def test_no_record_is_made_for_screens_that_have_one(police: Agency, wards: dict[str, Area]) -> None:
    assert of_examples(source_of(police), wards["E1"], without={"incident"}) == {}
