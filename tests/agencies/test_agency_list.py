"""Looking up who the partners are."""

import pytest
from django.test import Client

from core.access.roles import Spoc
from core.agencies.models import Agency
from tests.lists import url_of
from tests.personas import Persona, member


def test_it_lists_every_partner_to_every_partner(bob: Persona, police: Agency) -> None:
    response = bob.client.get("/agencies/")

    assert response.status_code == 200
    assert "Alpha Constabulary" in response.content.decode()
    assert "Add agency" not in response.content.decode()


def test_it_offers_the_administrator_to_add_one(dana: Persona) -> None:
    assert "Add agency" in dana.client.get("/agencies/").content.decode()


def test_it_filters_by_sector_and_duty(bob: Persona, police: Agency, council: Agency) -> None:
    by_sector = bob.client.get("/agencies/", {"sector": "police"}).content.decode()
    by_duty = bob.client.get("/agencies/", {"duty": "other"}).content.decode()

    assert "Alpha Constabulary" in by_sector
    assert "/agencies/ACC/" not in by_sector
    assert "No agencies match" in by_duty


@pytest.mark.parametrize("query", [{"sector": "magic"}, {"duty": "none"}, {"section": "police"}])
def test_an_unknown_filter_shows_no_agency_and_says_so(bob: Persona, query: dict[str, str]) -> None:
    main = bob.client.get("/agencies/", query).content.decode().partition("<main")[2]

    assert "Alpha City Council" not in main
    assert "There is a problem" in main
    assert "No results" in main


def test_its_filters_lead_to_a_url(bob: Persona, police: Agency, council: Agency) -> None:
    assert url_of(bob.client, "/agencies/", sector="police", duty="") == "/agencies/?sector=police"


def test_nobody_sees_it_without_signing_in(erin: Client) -> None:
    assert erin.get("/agencies/").status_code == 302


def test_an_agency_shows_its_contacts(bob: Persona, police: Agency) -> None:
    contact = member("Priya Nair", of=police, role=Spoc)
    contact.phone = "01632 960417"
    contact.save(update_fields=["phone"])

    page = bob.client.get("/agencies/POL/").content.decode()

    assert "Priya Nair" in page
    assert "tel:01632960417" in page


def test_an_unknown_agency_is_not_found(bob: Persona) -> None:
    assert bob.client.get("/agencies/NIX/").status_code == 404


@pytest.mark.parametrize("path", ["/agencies/POL/", "/roles/"])
def test_it_cannot_be_posted_to(bob: Persona, police: Agency, path: str) -> None:
    assert bob.client.post(path).status_code == 405


@pytest.mark.parametrize("page", ["", "change/", "invite/", "teams/add/"])
def test_no_agency_has_a_code_with_a_nul(dana: Persona, page: str) -> None:
    assert dana.client.get(f"/agencies/A%00B/{page}").status_code == 404
