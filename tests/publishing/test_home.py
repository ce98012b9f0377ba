"""The first page of a partnership's public site."""

import pytest

from core.areas.models import Area
from tenants import current
from tests.personas import Persona, browser_at

# Committed, because another role reads the rows: Citus refuses that in one transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def public_page(schema: str) -> str:
    """The first page of the partnership's public site, for a member of the public."""
    response = browser_at(current.publishing_host(schema)).get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_lists_neighbourhoods_by_district(alpha: str) -> None:
    district = Area.objects.create(level="district", code="southampton", name="Southampton")
    Area.objects.create(level="neighbourhood", code="shirley", name="Shirley", parent=district)
    Area.objects.create(level="neighbourhood", code="hook", name="Hook")

    page = public_page("alpha")

    assert page.index("Southampton") < page.index("Shirley")
    assert page.index("Elsewhere") < page.index("Hook")


def test_it_says_if_there_are_none_yet(alpha: str) -> None:
    assert "No neighbourhoods yet" in public_page("alpha")


def test_it_does_not_list_neighbourhoods_of_another_partnership(alpha: str) -> None:
    with current.entered("beta"):
        Area.objects.create(level="neighbourhood", code="shirley", name="Shirley")

    assert "Shirley" not in public_page("alpha")
    assert "Shirley" in public_page("beta")


def test_a_session_of_the_workspace_is_ignored(alice: Persona) -> None:
    alice.client.defaults["HTTP_HOST"] = current.publishing_host("alpha")

    response = alice.client.get("/")

    assert alice.user.name not in response.content.decode()
