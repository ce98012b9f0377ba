"""Partner systems reading records of their agency."""

from typing import Any

import pytest

from core.agencies.models import Agency
from core.audit.models import Entry
from tests.annotations import ClientResponse
from tests.reports import System, incident, system_of


def search(system: System, **body: Any) -> ClientResponse:
    headers = {"Authorization": f"Bearer {system.token}"}
    return system.http.post("/api/v1/incidents/search", body, content_type="application/json", headers=headers)


def references(response: ClientResponse) -> list[str]:
    assert response.status_code == 200, response.content
    return [each["reference"] for each in response.json()["incidents"]]


def test_words_are_searched_in_the_body(system: System, police: Agency) -> None:
    found = incident(of=police, narrative="Four off-road bikes, no lights")
    incident(of=police, narrative="Music all night")

    assert references(search(system, words="bike")) == [found.reference]
    entry = Entry.objects.get(event="records.searched")
    assert entry.details["query"] == "bike"
    assert entry.records == [f"incidents.incident:{found.pk}"]


def test_a_search_is_filtered_and_paged(system: System, police: Agency) -> None:
    older, newer = [incident(of=police, narrative="Shouting", type="noise") for _ in range(2)]
    incident(of=police, narrative="Shouting", type="begging")

    first = search(system, words="shouting", type="noise", limit=1)
    second = search(system, words="shouting", type="noise", limit=1, cursor=first.json()["next"])

    assert [references(first), references(second)] == [[newer.reference], [older.reference]]


def test_a_search_does_not_show_records_of_another_agency(system: System, police: Agency, council: Agency) -> None:
    incident(of=council, narrative="Shouting")

    assert references(search(system, words="shouting")) == []


def test_a_search_needs_a_token_that_may_read(police: Agency) -> None:
    system = system_of(police, "alpha", scopes=("incidents:write",)).signed_in()

    assert search(system, words="door").status_code == 403


@pytest.mark.parametrize(
    ("query", "field", "reason"),
    [
        ({"words": "door"}, "words", "Send words in the body of POST /api/v1/incidents/search"),
        ({"wehre": "E1"}, "wehre", "There is no such parameter."),
        ({"where": "E99"}, "where", "not in the list"),
        ({"kind": "E99"}, "kind", "not in the list"),
        ({"type": "E99"}, "type", "not in the list"),
        ({"qualifier": "E99"}, "qualifier", "not in the list"),
        ({"told_to": "E99"}, "told_to", "not in the list"),
        ({"since": "yesterday"}, "since", "2026-11-23"),
    ],
)
def test_an_unknown_filter_is_refused_rather_than_ignored(
    system: System, police: Agency, query: dict[str, str], field: str, reason: str
) -> None:
    incident(of=police, narrative="At the door")

    response = system.get("/incidents", **query)

    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["field"] == field
    assert reason in error["reason"]


@pytest.mark.parametrize(
    "body", [{}, {"words": "door", "wehre": "E1"}, {"words": "door", "where": "E99"}, {"words": "x" * 201}]
)
def test_an_invalid_search_is_refused(system: System, body: dict[str, str]) -> None:
    assert search(system, **body).status_code == 422
