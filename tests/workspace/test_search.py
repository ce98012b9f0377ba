"""The search of all record types: what each reader can find, and which page opens. References: tests/incidents."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access import records
from core.access.levels import Level
from core.access.roles import BoardMember
from core.agencies.models import Agency
from core.agencies.record_types import AGENCY
from core.areas.models import Area
from core.areas.record_types import AREA
from core.audit.keys import key_of
from core.audit.models import Entry
from core.incidents.record_types import INCIDENT
from core.workspace import search
from tests.areas.shapes import feature, square
from tests.lists import filtered, url_of
from tests.personas import Persona, member, persona
from tests.reports import imported, incident


@pytest.fixture
def board(council: Agency) -> Persona:
    """Reads neighbourhoods and no incidents."""
    return persona("alpha", member("Brenda Board", of=council, role=BoardMember))


def contents(page: str) -> str:
    """The page's content, without its forms and their tokens."""
    return page.partition("<main")[2].partition("</main>")[0].partition('class="sn-stack"')[2]


def test_records_of_several_types_are_shown_by_type(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    found = [incident(of=police, location=f"Ward {number}") for number in range(4)]

    response = filtered(bob.client, "/search/", words="ward")

    groups = response.context["results"].groups
    assert response.request["PATH_INFO"] == "/search/"
    assert [(each.title, each.number, each.link) for each in groups] == [
        ("Incidents", 4, "Show all 4 incidents"),
        ("Neighbourhoods", 2, "Show in the list of neighbourhoods"),
    ]
    assert [each.name for each in groups[0].results] == [each.reference for each in reversed(found)][: search.SHOWN]
    assert [(each.name, each.summary) for each in groups[1].results] == [
        ("Ward E1", "Neighbourhood in Ward D1"),
        ("Ward E2", "Neighbourhood in Ward D1"),
    ]


def test_each_group_links_to_its_list(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    found = incident(of=police, location="Ward 1")
    groups = filtered(bob.client, "/search/", words="ward").context["results"].groups

    incidents, neighbourhoods = (bob.client.get(each.found.list_url) for each in groups)

    assert [each.pk for each in incidents.context["listing"].page.rows] == [found.pk]
    assert [each.name for each in neighbourhoods.context["districts"][0].neighbourhoods] == ["Ward E1", "Ward E2"]


def test_the_words_are_encrypted_in_the_url_and_shown_on_the_page(
    bob: Persona, police: Agency, wards: dict[str, Area]
) -> None:
    incident(of=police, location="Ward 1")

    url = url_of(bob.client, "/search/", words="ward")

    assert url.startswith("/search/?words=")
    assert "ward" not in url.lower()
    assert 'value="ward"' in bob.client.get(url).content.decode()


@pytest.mark.parametrize("typed", ["ward", "nothing"])
def test_the_words_are_encrypted_in_the_url_of_a_list(bob: Persona, wards: dict[str, Area], typed: str) -> None:
    url = url_of(bob.client, "/search/", words=typed)

    assert not url.startswith("/search/")
    assert typed not in url.lower()


@pytest.mark.parametrize("query", [{"words": "ward"}, {"where": "E1"}])
def test_words_that_were_typed_into_the_url_find_nothing(
    bob: Persona, wards: dict[str, Area], query: dict[str, str]
) -> None:
    response = bob.client.get("/search/", query)

    assert response.context["results"] is None
    assert len(response.context["form"].errors) == 1
    assert "There is a problem" in response.content.decode()
    assert not Entry.objects.filter(event="records.searched").exists()


def test_an_empty_search_in_the_url_finds_nothing(bob: Persona, wards: dict[str, Area]) -> None:
    assert bob.client.get("/search/?words=").context["results"] is None


def test_the_results_are_recorded(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    found = incident(of=police, location="Ward 1")

    page = filtered(bob.client, "/search/", words="ward").content.decode()

    entry = Entry.objects.get(event="records.searched")
    assert set(entry.records) == {key_of(found), key_of(wards["E1"]), key_of(wards["E2"])}
    assert entry.details == {"query": "ward", "total": 3}
    assert "Protective marking" in page
    assert "<b>3</b> records match" in page


def test_records_of_one_type_are_shown_in_its_list(bob: Persona, wards: dict[str, Area]) -> None:
    assert url_of(bob.client, "/search/", words="ward").startswith("/neighbourhoods/?words=")


@pytest.mark.parametrize("typed", ["E1", " e1 "])
def test_the_code_of_a_neighbourhood_leads_to_it(bob: Persona, wards: dict[str, Area], typed: str) -> None:
    assert url_of(bob.client, "/search/", words=typed) == "/neighbourhoods/E1/"
    assert Entry.objects.get(event="records.searched").records == [key_of(wards["E1"])]


def test_a_district_has_no_page_and_is_not_found(bob: Persona, wards: dict[str, Area]) -> None:
    assert url_of(bob.client, "/search/", words="D1").startswith("/incidents/?words=")


def test_a_reference_of_records_of_two_types_shows_both(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    incident(of=police, source_reference="E1")

    groups = filtered(bob.client, "/search/", words="E1").context["results"].groups

    assert [(each.title, each.number) for each in groups] == [("Incidents", 1), ("Neighbourhoods", 1)]


def test_withheld_records_change_nothing(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    incident(of=police, location="Ward 1")
    without_records = contents(filtered(bob.client, "/search/", words="ward").content.decode())

    for number in range(4):
        incident(of=police, location=f"Ward {number}", level=Level.CONFIDENTIAL, source_reference=f"E{number}")

    # The tokens of the words in the links differ each time, so texts and lengths are compared.
    with_records = contents(filtered(bob.client, "/search/", words="ward").content.decode())
    assert len(with_records) == len(without_records)
    assert with_records.count("<li>") == without_records.count("<li>") == 3
    assert url_of(bob.client, "/search/", words="E1") == "/neighbourhoods/E1/"


def test_only_withheld_records_lead_where_no_records_lead(
    bob: Persona, police: Agency, wards: dict[str, Area]
) -> None:
    incident(of=police, location="Ward 1", level=Level.CONFIDENTIAL)

    assert url_of(bob.client, "/search/", words="ward").startswith("/neighbourhoods/?words=")


def test_types_that_the_role_may_not_read_are_not_searched(
    board: Persona, police: Agency, wards: dict[str, Area]
) -> None:
    found = incident(of=police, location="Ward 1", source_reference="CAD/118/26")

    assert url_of(board.client, "/search/", words="ward").startswith("/neighbourhoods/?words=")
    assert url_of(board.client, "/search/", words=found.reference).startswith("/agreements/?words=")
    assert url_of(board.client, "/search/", words="CAD/118/26").startswith("/agreements/?words=")


def test_a_shared_link_shows_what_its_reader_may_see(
    bob: Persona, board: Persona, police: Agency, wards: dict[str, Area]
) -> None:
    found = incident(of=police, location="Ward 1")
    url = url_of(bob.client, "/search/", words="ward")

    response = board.client.get(url)

    assert [each.title for each in response.context["results"].groups] == ["Neighbourhoods"]
    assert found.reference not in response.content.decode()


def test_users_without_permission_for_any_type_cannot_search(board: Persona, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "types", lambda: [AGENCY, INCIDENT])

    page = board.client.get("/agencies/").content.decode()

    assert board.client.get("/search/").status_code == 403
    assert board.client.post("/search/", {"words": "ward"}).status_code == 403
    assert "/search/" not in page


@pytest.mark.parametrize("path", ["/", "/agencies/", "/neighbourhoods/"])
def test_users_with_permission_for_one_type_have_the_search_on_every_page(board: Persona, path: str) -> None:
    page = board.client.get(path).content.decode()

    assert 'action="/search/"' in page
    assert 'href="/search/"' in page  # in the tab bar of a phone


def test_two_records_and_twenty_need_the_same_queries(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    for number in range(2):
        incident(of=police, location=f"Ward {number}")
    url = url_of(bob.client, "/search/", words="ward")

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as shown:
            bob.client.get(url)
        with CaptureQueriesContext(connection) as sent:
            bob.client.post("/search/", {"words": "ward"})
        return len(shown), len(sent)

    queries()  # the first request of a session fills caches
    few = queries()
    imported(*(feature(f"F{number}", square(20 + number, 50)) for number in range(18)), parent="D1")
    for number in range(18):
        incident(of=police, location=f"Ward {number}")

    assert queries() == few


def test_more_records_than_are_counted(
    bob: Persona, police: Agency, wards: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COUNTED_UP_TO", 2)
    for number in range(4):
        incident(of=police, location=f"Ward {number}")

    results = filtered(bob.client, "/search/", words="ward").context["results"]

    assert [each.link for each in results.groups] == [
        "Show all incidents, more than 2",
        "Show in the list of neighbourhoods",
    ]
    assert results.total is None
    assert results.groups[0].number == 3  # no more are counted
    assert Entry.objects.get(event="records.searched").details == {"query": "ward", "total": "more than 2"}


def test_a_search_needs_a_list_for_its_results() -> None:
    without_list = replace(AREA, list=None)

    with pytest.raises(ImproperlyConfigured, match="without a list"):
        records.register(without_list)
