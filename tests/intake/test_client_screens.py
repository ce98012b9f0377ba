"""Granting and revoking the access of partner systems on screen."""

import re
from uuid import uuid4

import pytest

from core.access.principal import SYSTEM
from core.agencies.models import Agency, Source
from core.audit.models import Entry
from core.intake import actions
from core.intake.models import ApiClient
from tenants import current
from tests.intake.batches import at_once
from tests.personas import Persona, agency, browser_at
from tests.reports import GRADING, source_of


@pytest.fixture
def source(police: Agency) -> Source:
    return Source.objects.create(agency=police, code="pol-niche", name="NICHE", **GRADING)


def token_answer(client_id: str, secret: str) -> int:
    sent = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return browser_at("alpha.testserver").post("/api/v1/token", sent).status_code


def secret_on(page: str) -> str:
    found = re.search(r'aria-label="Client secret">([^<]+)<', page)
    assert found
    return found[1]


def test_granting_access_shows_the_secret_once(dana: Persona, source: Source) -> None:
    sent = {
        "source": source.pk,
        "name": "NICHE, nightly",
        "scopes": ["incidents:write"],
        "level": "2",
        "form_token": uuid4(),
    }

    page = dana.client.post("/api-clients/issue/", sent).content.decode()

    client = ApiClient.objects.get()
    secret = secret_on(page)
    assert token_answer(client.token_client_id, secret) == 200
    listed = dana.client.get("/api-clients/").content.decode()
    assert client.token_client_id in listed
    assert secret not in listed
    assert secret not in str(Entry.objects.values_list("details", flat=True))


def test_a_new_secret_ends_the_old_one(dana: Persona, source: Source) -> None:
    issued = actions.issue_client(source=source, name="Nightly", scopes=["incidents:read"], by=SYSTEM)

    page = dana.client.post(f"/api-clients/{issued.client.pk}/rotate/", {"form_token": uuid4()}).content.decode()

    assert token_answer(issued.client.token_client_id, issued.secret) == 401
    assert token_answer(issued.client.token_client_id, secret_on(page)) == 200


def test_revoking_access_is_final(dana: Persona, source: Source) -> None:
    issued = actions.issue_client(source=source, name="Nightly", scopes=["incidents:read"], by=SYSTEM)

    dana.client.post(f"/api-clients/{issued.client.pk}/revoke/")

    assert token_answer(issued.client.token_client_id, issued.secret) == 401
    assert "Access revoked" in dana.client.get("/api-clients/").content.decode()
    assert dana.client.get(f"/api-clients/{issued.client.pk}/rotate/").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": []}, {"scopes": ["everything"]}, {"level": "5"}, {"source": "0"}, {"name": ""}, {"form_token": ""}],
)
def test_an_invalid_form_names_the_field(dana: Persona, source: Source, wrong: dict[str, object]) -> None:
    sent = {
        "source": source.pk,
        "name": "Nightly",
        "scopes": ["incidents:read"],
        "level": "1",
        "form_token": uuid4(),
        **wrong,
    }

    response = dana.client.post("/api-clients/issue/", sent)

    assert "There is a problem" in response.content.decode()
    assert not ApiClient.objects.exists()


def test_without_a_source_system_the_page_asks_for_one_first(dana: Persona) -> None:
    page = dana.client.get("/api-clients/").content.decode()

    assert "First add the source system" in page
    assert "Grant access" not in page


def form_token_on(page: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_reloading_the_page_with_a_secret_creates_no_second_client(dana: Persona, source: Source) -> None:
    token = form_token_on(dana.client.get("/api-clients/issue/").content.decode())
    sent = {"source": source.pk, "name": "Nightly", "scopes": ["incidents:read"], "level": "2", "form_token": token}
    first = dana.client.post("/api-clients/issue/", sent).content.decode()

    again = dana.client.post("/api-clients/issue/", sent).content.decode()

    client = ApiClient.objects.get()
    assert "The secret of Nightly has already been shown" in again
    assert secret_on(first) not in again
    assert token_answer(client.token_client_id, secret_on(first)) == 200
    assert Entry.objects.filter(event="client.issued").count() == 1


def test_another_form_creates_another_client(dana: Persona, source: Source) -> None:
    for _ in range(2):
        token = form_token_on(dana.client.get("/api-clients/issue/").content.decode())
        sent = {"source": source.pk, "name": "Nightly", "scopes": ["incidents:read"], "level": "2"}
        dana.client.post("/api-clients/issue/", sent | {"form_token": token})

    assert ApiClient.objects.count() == 2


def test_reloading_the_page_with_a_replaced_secret_changes_nothing(dana: Persona, source: Source) -> None:
    issued = actions.issue_client(source=source, name="Nightly", scopes=["incidents:read"], by=SYSTEM)
    address = f"/api-clients/{issued.client.pk}/rotate/"
    sent = {"form_token": form_token_on(dana.client.get(address).content.decode())}
    first = dana.client.post(address, sent).content.decode()

    again = dana.client.post(address, sent).content.decode()

    assert "The secret of Nightly has already been shown" in again
    assert token_answer(issued.client.token_client_id, secret_on(first)) == 200
    assert Entry.objects.filter(event="client.rotated").count() == 1


def test_a_new_secret_needs_a_form_token(dana: Persona, source: Source) -> None:
    issued = actions.issue_client(source=source, name="Nightly", scopes=["incidents:read"], by=SYSTEM)

    page = dana.client.post(f"/api-clients/{issued.client.pk}/rotate/", {"form_token": "x"}).content.decode()

    assert "Open this page again" in page
    assert token_answer(issued.client.token_client_id, issued.secret) == 200


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_creates_one_client() -> None:
    with current.entered("alpha"):
        source = source_of(agency("POL", "Alpha Constabulary", "police-force"))
    form_token = uuid4()

    def issue(_: int) -> str:
        with current.entered("alpha"):
            try:
                return actions.issue_client(
                    source=source, name="Nightly", scopes=["incidents:read"], by=SYSTEM, form_token=form_token
                ).secret
            except actions.AlreadyShown as shown:
                return str(shown)

    answers = at_once(4, issue)

    with current.entered("alpha"):
        assert ApiClient.objects.count() == 1
    assert answers.count("The secret of Nightly has been shown.") == 3
