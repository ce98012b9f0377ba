"""The list of incidents."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.levels import Level
from core.access.lists.values import Filters
from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.models import Entry
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from tests.annotations import ClientResponse
from tests.lists import filtered
from tests.personas import Persona
from tests.reports import incident

LIST = "/incidents/"


def filters(**values: Any) -> Filters:
    """These filters and no others."""
    return Filters.of(IncidentList.filters, values)


def shown(response: ClientResponse) -> list[str]:
    """The references of the rows on the page."""
    assert response.status_code == 200
    return [each.reference for each in response.context["listing"].page.rows]


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def test_it_shows_other_agencies_reports_newest_first(bob: Persona, police: Agency) -> None:
    older = incident(of=police, occurred_at=at("2026-11-01T10:00"), location="Church Street", narrative="Bins alight")
    newer = incident(of=police, occurred_at=at("2026-11-02T10:00"), type="burglary")

    response = bob.client.get(LIST)

    assert shown(response) == [newer.reference, older.reference]
    assert "Rowdy or inconsiderate gathering, Church Street" in response.content.decode()
    assert "Bins alight" not in response.content.decode()
    assert "OFFICIAL-SENSITIVE" in response.content.decode()


def test_the_view_is_recorded(bob: Persona, police: Agency) -> None:
    seen = incident(of=police)

    bob.client.get(LIST, {"kind": "unsaid"})

    entry = Entry.objects.get(event="records.seen")
    assert entry.actor == f"accounts.user:{bob.user.pk}"
    assert entry.records == [f"incidents.incident:{seen.pk}"]
    assert entry.details == {"total": 1, "filters": {"kind": ["unsaid"]}}


def test_a_filter_by_words_is_recorded_as_a_search(bob: Persona, police: Agency) -> None:
    found = incident(of=police, narrative="Four off-road bikes, no lights, north gate")
    incident(of=police, narrative="Neighbour's music all night")

    response = filtered(bob.client, LIST, words="bike at the gate")

    assert shown(response) == [found.reference]
    entry = Entry.objects.get(event="records.searched")
    assert entry.details["query"] == "bike at the gate"
    assert entry.details["total"] == 1


def test_words_are_also_searched_in_the_location(bob: Persona, police: Agency) -> None:
    found = incident(of=police, location="On or near Larkspur Court")

    assert shown(filtered(bob.client, LIST, words="larkspur")) == [found.reference]


@pytest.mark.parametrize(
    ("level", "sees"), [(Level.STANDARD, True), (Level.RESTRICTED, True), (Level.CONFIDENTIAL, False)]
)
def test_nobody_sees_above_their_clearance(bob: Persona, police: Agency, level: Level, sees: bool) -> None:
    held = incident(of=police, level=level)

    response = bob.client.get(LIST)

    assert (shown(response) == [held.reference]) is sees
    assert response.context["listing"].total == int(sees)


def test_the_highest_level_stays_with_the_owner(
    alice: Persona, dana: Persona, police: Agency, council: Agency
) -> None:
    theirs = incident(of=police, level=Level.NAMED_PEOPLE)
    own = incident(of=council, level=Level.NAMED_PEOPLE)

    assert shown(dana.client.get(LIST)) == [own.reference]
    assert theirs.reference not in shown(alice.client.get(LIST))


def test_another_partnership_sees_nothing(charlie: Persona, police: Agency) -> None:
    incident(of=police)

    assert shown(charlie.client.get(LIST)) == []


def test_it_filters_by_area(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    in_e1 = incident(of=police, longitude=0.5, latitude=50.5, neighbourhood=wards["E1"])
    in_e2 = incident(of=police, longitude=1.5, latitude=50.5, neighbourhood=wards["E2"])
    outside = incident(of=police, longitude=9.0, latitude=50.5)
    nowhere = incident(of=police)

    def incidents_in(code: str) -> set[str]:
        return set(shown(bob.client.get(LIST, {"where": code})))

    assert incidents_in("E1") == {in_e1.reference}
    assert incidents_in("D1") == {in_e1.reference, in_e2.reference}
    assert incidents_in("outside") == {outside.reference}
    assert incidents_in("nowhere") == {nowhere.reference}


def test_it_filters_by_dates_and_a_month_matches_if_any_day_does(bob: Persona, police: Agency) -> None:
    early = incident(of=police, occurred_at=at("2026-10-05T12:00"))
    late = incident(of=police, occurred_at=at("2026-10-20T23:59"))
    month = incident(of=police, occurred_at=at("2026-10-01T00:00"), precision="month")
    after = incident(of=police, occurred_at=at("2026-11-01T00:00"))

    def between(since: str, until: str) -> set[str]:
        return set(shown(bob.client.get(LIST, {"since": since, "until": until})))

    assert between("2026-10-10", "2026-10-20") == {late.reference, month.reference}
    assert between("2026-10-01", "2026-10-31") == {early.reference, late.reference, month.reference}
    assert between("2026-11-01", "") == {after.reference}


def test_any_of_the_kinds_and_all_of_the_qualifiers_must_match(bob: Persona, police: Agency) -> None:
    personal = incident(of=police, asb_type="personal", qualifiers=["alcohol"])
    nuisance = incident(of=police, asb_type="nuisance", qualifiers=["alcohol", "youth"])
    crime = incident(of=police, type="burglary")
    incident(of=police)

    kinds = bob.client.get(LIST, {"kind": ["personal", "crime"]})
    both = bob.client.get(LIST, {"qualifier": ["alcohol", "youth"]})

    assert set(shown(kinds)) == {personal.reference, crime.reference}
    assert shown(both) == [nuisance.reference]


def test_it_filters_by_type_and_by_agency(bob: Persona, police: Agency, council: Agency) -> None:
    noise = incident(of=police, type="noise")
    incident(of=police, type="begging")
    theirs = incident(of=council, type="littering")

    assert shown(bob.client.get(LIST, {"type": "noise"})) == [noise.reference]
    assert shown(bob.client.get(LIST, {"told_to": "ACC"})) == [theirs.reference]


def test_each_choice_shows_how_many_incidents_match(bob: Persona, police: Agency) -> None:
    incident(of=police, asb_type="personal", qualifiers=["youth"])
    incident(of=police, asb_type="personal")
    incident(of=police, asb_type="nuisance", qualifiers=["youth"])
    incident(of=police, type="burglary")

    found = bob.client.get(LIST, {"kind": "personal"}).context["listing"]

    assert {facet.value: facet.count for facet in found.facets("kind")} == {
        "personal": 2,
        "nuisance": 1,
        "environmental": 0,
        "unsaid": 0,
        "crime": 1,
    }
    assert {facet.value: facet.count for facet in found.facets("qualifier")}["youth"] == 1
    assert found.total == 2


def test_a_choice_without_incidents_still_shows_how_many_another_would_add(bob: Persona, police: Agency) -> None:
    incident(of=police, asb_type="nuisance")

    found = bob.client.get(LIST, {"kind": "personal"}).context["listing"]

    assert {facet.value: facet.count for facet in found.facets("kind")}["nuisance"] == 1
    assert found.total == 0


def test_an_empty_list_is_counted_without_a_query(bob: Persona, police: Agency) -> None:
    incident(of=police, location="Mill Road")

    with CaptureQueriesContext(connection) as queries:
        found = bob.client.get(LIST, {"qualifier": "youth"})

    assert found.context["listing"].total == 0
    assert not [each for each in queries if "FILTER (WHERE" in each["sql"]]


def test_a_filter_can_be_removed(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    query = {"where": "E1", "kind": ["personal", "crime"], "words": "door"}

    chosen = filtered(bob.client, LIST, **query).context["listing"].chosen

    assert [(each.group, each.name) for each in chosen] == [
        ("Words", "door"),
        ("Where", "Ward E1"),
        ("Type", "Personal"),
        ("Type", "Crime"),
    ]
    without_personal = bob.client.get(LIST + chosen[2].without).context["listing"].values
    assert without_personal == filters(words="door", where="E1", kind=("crime",))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"since": "yesterday"}, "Write the first day as 2026-11-23."),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "The last day is before the first day."),
        ({"until": "9999-12-31"}, "Choose a day before the year 3000."),
        ({"where": "E99"}, "This link has a value that is not in the list."),
        ({"kind": ["crime", "E99"]}, "This link has a value that is not in the list."),
        ({"type": "E99"}, "This link has a value that is not in the list."),
        ({"qualifier": "E99"}, "This link has a value that is not in the list."),
        ({"told_to": "E99"}, "This link has a value that is not in the list."),
        ({"wehre": "E99"}, "This link has a filter that does not exist here."),
        ({"words": "E99"}, "This search cannot be read."),
    ],
)
def test_an_invalid_filter_shows_no_rows_and_an_error(
    bob: Persona, police: Agency, query: dict[str, Any], words: str
) -> None:
    incident(of=police)

    response = bob.client.get(LIST, query)

    assert shown(response) == []
    assert words in response.content.decode()
    assert "E99" not in response.content.decode()


def test_pages_link_to_older_and_newer_rows(bob: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    start = at("2026-11-01T10:00")
    # All in one minute: only the id differs, as for incidents known to the month.
    made = [incident(of=police, occurred_at=start).reference for _ in range(7)][::-1]
    monkeypatch.setattr(IncidentList, "per_page", 3)

    first = bob.client.get(LIST, {"kind": "unsaid"})
    second = bob.client.get(LIST + first.context["listing"].page.older)
    third = bob.client.get(LIST + second.context["listing"].page.older)
    back = bob.client.get(LIST + third.context["listing"].page.newer)

    assert shown(first) + shown(second) + shown(third) == made
    assert shown(back) == shown(second)
    assert (first.context["listing"].page.newer, third.context["listing"].page.older) == ("", "")
    assert parse_qs(urlsplit(first.context["listing"].page.older).query)["kind"] == ["unsaid"]


def test_new_rows_do_not_shift_the_pages(bob: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [incident(of=police, occurred_at=at(f"2026-11-0{day}T10:00")).reference for day in range(1, 7)][::-1]
    monkeypatch.setattr(IncidentList, "per_page", 3)
    first = bob.client.get(LIST)

    incident(of=police, occurred_at=at("2026-11-09T10:00"))
    second = bob.client.get(LIST + first.context["listing"].page.older)

    assert shown(second) == made[3:]


@pytest.mark.parametrize("cursor", ["x", "b2xkZXI", "%00", "bmV3ZXIgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkgMQ"])
def test_an_invalid_cursor_is_a_bad_request(bob: Persona, cursor: str) -> None:
    assert bob.client.get(f"{LIST}?cursor={cursor}").status_code == 400


def test_two_rows_and_twenty_need_the_same_queries(bob: Persona, police: Agency, wards: dict[str, Area]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            bob.client.get(LIST)
        return len(captured)

    for _ in range(2):
        incident(of=police, neighbourhood=wards["E1"], longitude=0.5, latitude=50.5, qualifiers=["youth"])
    queries()  # the first request of a session fills caches
    few = queries()
    for _ in range(18):
        incident(of=police, neighbourhood=wards["E2"], longitude=1.5, latitude=50.5, qualifiers=["alcohol"])

    assert queries() == few


def test_beyond_the_bound_there_is_no_exact_total(
    bob: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        incident(of=police)
    monkeypatch.setattr(IncidentList, "counted_up_to", 2)

    response = bob.client.get(LIST)

    assert response.context["listing"].total is None
    assert "More than" in response.content.decode()
    assert {facet.count for facet in response.context["listing"].facets("kind")} == {None}
    assert Entry.objects.get(event="records.seen").details["total"] == "more than 2"


def test_a_search_has_a_lower_bound(bob: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        incident(of=police, narrative="Shouting at the door")
    monkeypatch.setattr(IncidentList, "text_counted_up_to", 2)

    assert bob.client.get(LIST).context["listing"].total == 3
    assert filtered(bob.client, LIST, words="door").context["listing"].total is None


def test_it_needs_a_signed_in_user(erin: Client) -> None:
    assert erin.get(LIST).status_code == 302


def test_an_invalid_form_is_not_put_into_a_url(bob: Persona, police: Agency) -> None:
    incident(of=police)

    response = bob.client.post(LIST, {"since": "when Jane called"})

    assert shown(response) == []
    assert "Write the first day as 2026-11-23." in response.content.decode()


def test_an_empty_list_has_a_message(bob: Persona) -> None:
    assert not Incident.objects.exists()

    assert "No incidents yet" in bob.client.get(LIST).content.decode()
    assert "No incident matches" in filtered(bob.client, LIST, words="door").content.decode()


def test_the_presets_for_days_keep_the_other_filters(bob: Persona, police: Agency) -> None:
    today = timezone.localdate()
    new, old = incident(of=police, type="noise"), incident(of=police, type="noise", occurred_at=at("2020-01-01T10:00"))

    presets = {each.name: each for each in bob.client.get(LIST, {"type": "noise"}).context["listing"].presets}
    week = bob.client.get(LIST + presets["Last 7 days"].address)

    assert list(presets) == ["Today", "Last 7 days", "Last 28 days", "Last 90 days", "Last year"]
    assert week.context["listing"].values == filters(type="noise", since=today - timedelta(days=6), until=today)
    assert shown(week) == [new.reference]
    assert old.reference not in shown(week)
    assert [each.name for each in week.context["listing"].presets if each.chosen] == ["Last 7 days"]


def test_a_printed_list_names_its_filters(bob: Persona, police: Agency) -> None:
    printed = '<p class="sn-printed-filters">'

    filtered_page = filtered(bob.client, LIST, type="noise", words="door").content.decode()

    assert f"{printed}Filters: Words: door; Behaviour or crime: Noise</p>" in filtered_page
    assert f"{printed}No filters</p>" in bob.client.get(LIST).content.decode()


def test_a_chosen_day_is_shown_in_full(bob: Persona) -> None:
    chosen = filtered(bob.client, LIST, since="2026-11-01").context["listing"].chosen

    assert [(each.group, each.name) for each in chosen] == [("From", "1 November 2026")]
