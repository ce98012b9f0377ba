"""The documentation of the web API."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from core.access.scopes import scopes
from tests.examples import examples
from tests.site import Site


def test_the_document_is_open_and_names_every_operation_with_its_scheme(erin: Client) -> None:
    document = erin.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {path for example in examples() for path in example.api_paths}
    [scheme] = document["components"]["securitySchemes"].values()
    assert scheme["type"] == "oauth2"
    assert set(scheme["flows"]["clientCredentials"]["scopes"]) == set(scopes())
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["security"]
            assert {"401", "403"} <= {str(status) for status in operation["responses"]}


def test_the_document_says_what_a_row_is(erin: Client) -> None:
    schemas = erin.get("/api/v1/openapi.json").json()["components"]["schemas"]

    assert schemas["IncidentBatchIn"]["properties"]["incidents"]["items"]["$ref"].endswith("/IncidentIn")
    assert set(schemas["IncidentIn"]["required"]) == {"source_reference", "type", "occurred"}


def test_the_page_shows_all_of_it_without_scripts(erin: Client) -> None:
    response = erin.get("/api/v1/docs")

    page = response.content.decode()
    assert response.status_code == 200
    assert "POST /api/v1/incidents/batches" in page
    assert "Idempotency-Key" in page
    assert "source_reference" in page
    assert "OFFICIAL-SENSITIVE" not in page.partition("</header>")[0]


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/openapi.json"])
def test_they_do_not_accept_post(erin: Client, path: str) -> None:
    assert erin.post(path).status_code == 405


@pytest.mark.browser
def test_a_browser_reports_no_error(site: Site, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: complaints.append(request.url))

    page.goto(site.address("alpha", "/api/v1/docs"))

    assert page.get_by_role("heading", name="Web API").is_visible()
    assert complaints == []
