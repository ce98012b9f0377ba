"""Letting partners' systems in from the screen, and shutting them out."""

import re

import pytest

from core.agencies.models import Agency, Source
from core.audit.models import Entry
from core.intake import actions
from core.intake.models import ApiClient
from tests.personas import Persona, browser_at


@pytest.fixture
def source(police: Agency) -> Source:
    return Source.objects.create(agency=police, code="pol-niche", name="NICHE")


def token_answer(client_id: str, secret: str) -> int:
    sent = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return browser_at("alpha.testserver").post("/api/v1/token", sent).status_code


def secret_on(page: str) -> str:
    found = re.search(r'aria-label="Client secret">([^<]+)<', page)
    assert found
    return found[1]


def test_a_system_is_let_in_and_its_secret_is_shown_once(dana: Persona, source: Source) -> None:
    sent = {"source": source.pk, "name": "NICHE, nightly", "scopes": ["incidents:write"], "level": "2"}

    page = dana.client.post("/api-clients/issue/", sent).content.decode()

    client = ApiClient.objects.get()
    secret = secret_on(page)
    assert token_answer(client.token_client_id, secret) == 200
    listed = dana.client.get("/api-clients/").content.decode()
    assert client.token_client_id in listed
    assert secret not in listed
    assert secret not in str(Entry.objects.values_list("details", flat=True))


def test_a_new_secret_ends_the_old_one(dana: Persona, source: Source) -> None:
    issued = actions.issue_client(source=source, name="Nightly", scopes=["incidents:read"], by=None)

    page = dana.client.post(f"/api-clients/{issued.client.pk}/rotate/").content.decode()

    assert token_answer(issued.client.token_client_id, issued.secret) == 401
    assert token_answer(issued.client.token_client_id, secret_on(page)) == 200


def test_a_system_is_shut_out_for_good(dana: Persona, source: Source) -> None:
    issued = actions.issue_client(source=source, name="Nightly", scopes=["incidents:read"], by=None)

    dana.client.post(f"/api-clients/{issued.client.pk}/revoke/")

    assert token_answer(issued.client.token_client_id, issued.secret) == 401
    assert "Shut out" in dana.client.get("/api-clients/").content.decode()
    assert dana.client.get(f"/api-clients/{issued.client.pk}/rotate/").status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["everything"]}, {"level": "5"}, {"source": "0"}, {"name": ""}]
)
def test_what_cannot_be_is_put_right(dana: Persona, source: Source, wrong: dict[str, object]) -> None:
    sent = {"source": source.pk, "name": "Nightly", "scopes": ["incidents:read"], "level": "1", **wrong}

    response = dana.client.post("/api-clients/issue/", sent)

    assert "to put right" in response.content.decode()
    assert not ApiClient.objects.exists()


def test_without_a_source_system_one_is_asked_for_first(dana: Persona) -> None:
    page = dana.client.get("/api-clients/").content.decode()

    assert "First add the source system" in page
    assert "Let a system in" not in page
