"""Searching who saw and changed what."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.levels import Level
from core.access.roles import InformationGovernance, Lead
from core.agencies.events import INVITED
from core.agencies.models import Agency
from core.areas.models import Area
from core.audit import recording
from core.audit.events import SEARCHED, Event
from core.audit.models import Entry
from core.oversight import export
from core.oversight.lists import AuditList
from tests.annotations import ClientResponse
from tests.lists import filtered
from tests.personas import Persona, member, persona
from tests.reports import incident

VIEWED = Event(code="records.seen", verb="read", sentence="viewed {records}", details={})
CHANGED = Event(code="agency.changed", verb="change", sentence="changed {records}", details={"fields": "keep"})


@pytest.fixture
def iris(police: Agency) -> Persona:
    """Information governance."""
    return persona("alpha", member("Iris Gatekeeper", of=police, role=InformationGovernance))


@pytest.fixture
def trail(alice: Persona, bob: Persona, police: Agency, council: Agency) -> None:
    """Alice viewed the council ten days ago, and Bob changed the police."""
    viewed = recording.drafted(VIEWED, by=alice.acting_user, records=[f"agencies.agency:{council.pk}"], details={})
    viewed.at = timezone.now() - timedelta(days=10)
    viewed.save()
    recording.record(CHANGED, by=bob.acting_user, records=[police], fields="phone")


HEADING = 6
"""Rows above the columns."""


def table(client: Client, **query: str) -> str:
    return filtered(client, "/audit-trail/", **query).content.decode().partition("<table")[2]


def exported(client: Client, **query: str) -> ClientResponse:
    """What the list's button leads to, after it was filtered."""
    return client.get(filtered(client, "/audit-trail/", **query).context["listing"].csv_address)


def shown(response: ClientResponse) -> list[int]:
    """The ids of the entries on the page."""
    return [each.entry.pk for each in response.context["listing"].entries.rows]


def rows(response: ClientResponse) -> list[list[str]]:
    """The columns and the rows of a file, without its heading."""
    return list(csv.reader(StringIO(response.content.decode())))[HEADING:]


def test_it_says_in_sentences_who_did_what(iris: Persona, trail: None) -> None:
    page = table(iris.client)

    assert "Alice Marlow" in page
    assert 'viewed <a href="/agencies/ACC/">Alpha City Council</a>' in page
    assert 'changed <a href="/agencies/POL/">Alpha Constabulary</a>: phone' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"who": "marlow"}, {"Alice"}),
        ({"who": "bob.tanner@acc.example"}, {"Bob"}),
        ({"who": "nobody of this name"}, set()),
        ({"record": "ACC"}, {"Alice"}),
        ({"record": "POL", "verb": "read"}, set()),
        ({"verb": "change"}, {"Bob"}),
        ({"start": f"{timezone.localdate() - timedelta(days=2)}"}, {"Bob"}),
        ({"end": f"{timezone.localdate() - timedelta(days=2)}"}, {"Alice"}),
        ({"end": f"{timezone.localdate()}"}, {"Alice", "Bob"}),
    ],
)
def test_it_is_filtered(iris: Persona, trail: None, query: dict[str, str], found: set[str]) -> None:
    page = table(iris.client, **query)

    assert {name for name in ("Alice", "Bob") if f"{name} " in page} == found


@pytest.mark.parametrize(
    "query",
    [
        {"verb": "no such verb"},
        {"start": "yesterday"},
        {"start": "0001-01-01"},
        {"end": "9999-12-31"},
        {"who": "marlow"},
        {"record": "POL"},
        {"verbs": "change"},
    ],
)
def test_an_invalid_filter_shows_nothing(iris: Persona, trail: None, query: dict[str, str]) -> None:
    page = iris.client.get("/audit-trail/", query).content.decode()
    file = iris.client.get("/audit-trail/export.csv", query)

    assert "There is a problem" in page
    assert "<table" not in page
    assert file.headers["Location"].startswith("/audit-trail/?")


def test_a_search_is_recorded_with_its_filters(iris: Persona, trail: None) -> None:
    filtered(iris.client, "/audit-trail/", who="marlow")

    entry = Entry.objects.get(event="trail.searched")
    assert entry.actor == f"accounts.user:{iris.user.pk}"
    assert entry.details == {"total": 1, "filters": {"who": ["marlow"]}}


def test_a_record_that_the_reader_may_not_open_is_not_named(iris: Persona, alice: Persona) -> None:
    recording.drafted(VIEWED, by=alice.acting_user, records=["incidents.incident:7"], details={}).save()

    link = '<a href="/audit-trail/incidents.incident:7/">1 incident that you may not open</a>'
    assert f"viewed {link}" in table(iris.client)


def test_a_neighbourhood_is_named_and_links_to_its_page(iris: Persona, alice: Persona) -> None:
    ward = Area.objects.create(level=Area.Level.NEIGHBOURHOOD, code="shirley", name="Shirley")
    recording.record(CHANGED, by=alice.acting_user, records=[ward], fields="boundary")

    assert 'changed <a href="/neighbourhoods/shirley/">Shirley</a>: boundary' in table(iris.client, record="shirley")


def test_many_records_are_counted(iris: Persona, alice: Persona) -> None:
    keys = [f"incidents.incident:{n}" for n in range(48)] + ["agencies.agency:1", "agencies.agency:2"]
    recording.drafted(VIEWED, by=alice.acting_user, records=keys, details={}).save()

    assert "viewed 48 incidents, 2 agencies" in table(iris.client)


def test_a_detail_is_shown_as_text_not_as_markup(iris: Persona, alice: Persona) -> None:
    details = {"fields": "<script>alert(1)</script>{records.__class__}"}
    recording.drafted(CHANGED, by=alice.acting_user, records=[], details=details).save()

    page = table(iris.client)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{records.__class__}" in page


def test_an_event_of_an_earlier_release_is_shown(iris: Persona, alice: Persona) -> None:
    gone = Event(code="gone.event", verb="change", sentence="-", details={})
    recording.drafted(gone, by=alice.acting_user, records=[], details={}).save()

    assert "Gone event" in table(iris.client)


def test_it_has_pages_in_both_directions(iris: Persona, alice: Persona) -> None:
    for number in range(60):
        recording.drafted(VIEWED, by=alice.acting_user, records=[f"incidents.incident:{number}"], details={}).save()

    first = iris.client.get("/audit-trail/", {"verb": "read"})
    older = iris.client.get(f"/audit-trail/{first.context['listing'].page.older}")
    newer = iris.client.get(f"/audit-trail/{older.context['listing'].page.newer}")

    assert len(shown(first)) == 50
    assert len(shown(older)) == 10
    assert older.context["listing"].page.older == ""
    assert shown(newer) == shown(first)


def test_an_invalid_cursor_is_refused(iris: Persona, trail: None) -> None:
    assert iris.client.get("/audit-trail/", {"cursor": "nonsense"}).status_code == 400


def test_it_has_the_same_query_count_for_two_entries_and_forty(iris: Persona, alice: Persona, police: Agency) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            iris.client.get("/audit-trail/")
        return len(asked)

    recording.record(CHANGED, by=alice.acting_user, records=[police], fields="phone")
    queries()
    of_few = queries()
    for _ in range(40):
        recording.record(CHANGED, by=alice.acting_user, records=[police], fields="phone")

    assert queries() == of_few


def test_a_csv_export_is_recorded(iris: Persona, trail: None) -> None:
    response = exported(iris.client, who="tanner")

    columns, row = rows(response)
    assert columns == [column.name for column in export.COLUMNS]
    assert row[1] == "Bob Tanner"
    assert row[4] == "changed Alpha Constabulary: phone"
    entry = Entry.objects.get(event="trail.exported")
    assert entry.verb == "export"
    assert entry.details["total"] == 1
    assert entry.details["filters"] == {"who": ["tanner"]}


def test_a_csv_export_is_not_escaped_as_html(iris: Persona, alice: Persona, police: Agency) -> None:
    Agency.objects.filter(pk=police.pk).update(name="St Mary's & Harbour")
    recording.record(CHANGED, by=alice.acting_user, records=[police], fields="name")

    response = exported(iris.client, verb="change")

    assert rows(response)[1][4] == "changed St Mary's & Harbour: name"


def test_a_cell_that_looks_like_a_formula_stays_text(iris: Persona, alice: Persona) -> None:
    alice.user.name = "=HYPERLINK(1)"
    alice.user.save(update_fields=["name"])
    recording.drafted(VIEWED, by=alice.acting_user, records=[], details={}).save()

    response = exported(iris.client, who="HYPERLINK")

    assert "'=HYPERLINK(1)" in response.content.decode()


def test_an_export_with_too_many_rows_is_refused(iris: Persona, trail: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.access.lists.export.MOST_ROWS", 1)

    response = iris.client.get("/audit-trail/export.csv", {"end": "2999-12-31"})

    assert response.headers["Location"] == "/audit-trail/?end=2999-12-31"
    assert not Entry.objects.filter(event="trail.exported").exists()


def test_searches_and_filters_are_shown_and_exported_in_words(iris: Persona, alice: Persona, police: Agency) -> None:
    Area.objects.create(level=Area.Level.NEIGHBOURHOOD, code="shirley", name="Shirley")
    filtered(alice.client, "/incidents/", words="motorbike", where="shirley", kind=["unsaid", "crime"])
    filtered(alice.client, "/people-and-roles/", role="board-member")

    page = table(iris.client)
    file = rows(iris.client.get("/audit-trail/export.csv"))

    asked = "Words: motorbike · Where: Shirley · Type: Antisocial, type not recorded · Type: Crime"
    assert asked in page
    assert "Role: Board member" in page
    assert asked.replace(" · ", "; ") in [row[5] for row in file]


def test_roles_scopes_and_purposes_are_shown_in_words(iris: Persona, alice: Persona, police: Agency) -> None:
    recording.record(INVITED, by=alice.acting_user, records=[police], role="board-member", level=2)
    entry = recording.drafted(VIEWED, by=alice.acting_user, records=[], details={}, purpose="antisocial-behaviour")
    entry.save()

    page = table(iris.client)

    assert "as board member, level 2" in page
    assert "Purpose: antisocial behaviour" in page


def test_a_path_is_shown_as_the_name_of_its_page(iris: Persona, alice: Persona, police: Agency) -> None:
    held = incident(of=police, level=Level.NAMED_PEOPLE, reference="2026-T77777")
    alice.client.get(f"/incidents/{held.reference}/")
    alice.client.get(f"/incidents/{held.reference}/nothing-here/")
    filtered(iris.client, "/audit-trail/", record=held.reference)

    shown = table(iris.client) + iris.client.get("/audit-trail/export.csv").content.decode()

    assert held.reference not in shown
    assert "and was told that it does not exist" in shown
    assert "Incident</span>" in shown
    assert "[reference of a record that you may not open]" in shown


def test_an_entry_with_many_records_links_to_a_list_of_them(iris: Persona, police: Agency, bob: Persona) -> None:
    areas = [Area.objects.create(level="neighbourhood", code=f"w{n}", name=f"Ward {n}") for n in range(4)]
    entry = recording.record(CHANGED, by=bob.acting_user, records=[*areas, incident(of=police)], fields="boundary")

    link = f"/audit-trail/entries/{entry.pk}/"
    assert f'href="{link}"' in table(iris.client)
    page = iris.client.get(link).content.decode()
    assert "Ward 3" in page
    assert "1 record that you may not open" in page
    assert bob.client.get(link).status_code == 200
    assert persona("alpha", member("Noor Other", of=police, role=Lead)).client.get(link).status_code == 404


def test_a_page_of_fifty_entries_is_small(iris: Persona, alice: Persona, police: Agency) -> None:
    for _ in range(60):
        keys = [f"incidents.incident:{number}" for number in range(50)]
        details = {"query": "motorbike", "filters": {"kind": ["crime"]}, "total": 50}
        recording.drafted(SEARCHED, by=alice.acting_user, records=keys, details=details).save()

    response = iris.client.get("/audit-trail/")

    assert len(shown(response)) == 50
    assert len(response.content) < 80_000


def test_counting_stops_at_a_bound(iris: Persona, trail: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AuditList, "counted_up_to", 1)

    assert "More than <b>1</b>" in iris.client.get("/audit-trail/").content.decode()


def test_a_list_in_the_order_of_time_says_so(iris: Persona, trail: None) -> None:
    assert "<p>Newest first</p>" in filtered(iris.client, "/audit-trail/").content.decode()
    assert "Newest first" not in iris.client.get("/agencies/").content.decode()
