"""The filters that any list can declare. The rows are incidents."""

from datetime import date, datetime

import pytest
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.access import keyset
from core.access.lists import DayFilter, Filter
from core.access.principal import SYSTEM
from core.agencies.filters import AgencyFilter, agency_choices
from core.agencies.models import Agency
from core.areas.filters import AreaFilter, area_choices
from core.areas.models import Area
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.querysets import IncidentQuerySet
from core.records.filters import ReferenceFilter, WordsFilter
from tests.reports import incident


def found(one: Filter, value: object, rows: IncidentQuerySet | None = None) -> list[str]:
    """The source references that the filter finds, in the order of the ids."""
    everything = Incident.objects.all() if rows is None else rows
    matching = one.apply(IncidentList(SYSTEM), everything, value)
    return [*matching.order_by("pk").values_list("source_reference", flat=True)]


def on(day: int, hour: int = 12, *, month: int = 11) -> datetime:
    """A moment of a month of 2026, in local time."""
    return datetime(2026, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def three_days(police: Agency) -> IncidentQuerySet:
    """An incident on each of the 15th, late on the 16th, and the 17th, with the day as a date."""
    for day, hour in ((15, 12), (16, 23), (17, 0)):
        incident(of=police, occurred_at=on(day, hour), source_reference=str(day))
    return Incident.objects.annotate(day=TruncDate("occurred_at"))


@pytest.mark.parametrize("field_name", ["occurred_at", "day"])
def test_a_period_includes_its_first_and_last_day(three_days: IncidentQuerySet, field_name: str) -> None:
    first = DayFilter("since", "From", field_name=field_name, which="first")
    last = DayFilter("until", "To", field_name=field_name, which="last")

    assert found(first, date(2026, 11, 16), three_days) == ["16", "17"]
    assert found(last, date(2026, 11, 16), three_days) == ["15", "16"]


@pytest.mark.parametrize("month", [7, 11])  # in summer, the day begins an hour before that of UTC
def test_pages_can_follow_on_a_date(police: Agency, month: int) -> None:
    for name, day, hour in (("15", 15, 12), ("16", 16, 23), ("17", 17, 0), ("16 early", 16, 1)):
        incident(of=police, occurred_at=on(day, hour, month=month), source_reference=name)
    rows = Incident.objects.annotate(day=TruncDate("occurred_at"))

    first = keyset.page(rows, by="day", size=2)
    second = keyset.page(rows, by="day", size=2, cursor=first.older)
    back = keyset.page(rows, by="day", size=2, cursor=second.newer)

    assert [each.source_reference for each in first.rows] == ["17", "16 early"]
    assert [each.source_reference for each in second.rows] == ["16", "15"]
    assert back.rows == first.rows
    assert (first.newer, second.older, back.newer) == ("", "", "")


def test_an_agency_is_the_owner_or_another(police: Agency, council: Agency) -> None:
    incident(of=police, told_to=council, source_reference="told the council")
    incident(of=council, told_to=council, source_reference="owned by the council")

    assert found(AgencyFilter("agency", "Owner"), council.code) == ["owned by the council"]
    told = AgencyFilter("told_to", "Reported to", field_name="told_to")
    assert found(told, council.code) == ["told the council", "owned by the council"]
    assert (police.code, police.name) in agency_choices(IncidentList(SYSTEM))


def test_an_area_includes_those_in_it(police: Agency, wards: dict[str, Area]) -> None:
    for code in ("E1", "E2"):
        incident(of=police, neighbourhood=wards[code], source_reference=code)
    incident(of=police, neighbourhood=wards["D1"], source_reference="the whole district")
    incident(of=police, source_reference="nowhere")

    where = AreaFilter("where", "Where", field_name="neighbourhood")
    assert found(where, "E1") == ["E1"]
    assert found(where, "D1") == ["E1", "E2", "the whole district"]


def test_areas_are_offered_with_what_they_contain(wards: dict[str, Area]) -> None:
    incidents = IncidentList(SYSTEM)

    assert area_choices(incidents) == [
        (
            wards["D1"].name,
            [("D1", f"All of {wards['D1']}"), ("E1", wards["E1"].name), ("E2", wards["E2"].name)],
        )
    ]
    assert AreaFilter("where", "Where").in_words("D1", lambda: area_choices(incidents)) == str(wards["D1"])


def test_a_record_is_found_by_words_and_by_either_reference(police: Agency) -> None:
    held = incident(of=police, narrative="Two motorbikes", source_reference="CAD-7")

    assert found(WordsFilter(), "motorbike") == ["CAD-7"]
    assert found(WordsFilter(), "bicycle") == []
    assert found(ReferenceFilter(), "cad-7") == found(ReferenceFilter(), held.reference.lower()) == ["CAD-7"]
    assert found(ReferenceFilter(), "CAD") == []


def test_a_filter_compares_its_field_or_says_what_it_lacks(police: Agency) -> None:
    incident(of=police, outcome="Advice given", source_reference="advised")
    incident(of=police, source_reference="open")

    assert found(Filter("outcome", "Outcome", field_name="outcome"), "Advice given") == ["advised"]
    with pytest.raises(AssertionError, match="The filter outcome has no query, method or field_name"):
        found(Filter("outcome", "Outcome"), "Advice given")
