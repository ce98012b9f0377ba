"""The format of dates and figures."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from core.workspace.templatetags.dates import clock, day, day_and_time, full_day, when
from core.workspace.templatetags.words import figure, spelled_out

SUMMER = datetime(2018, 7, 16, 20, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 23))


def test_a_day_of_this_year_has_no_year() -> None:
    assert day(date(2026, 11, 16)) == "Mon 16 Nov"


def test_a_day_of_another_year_has_its_year() -> None:
    assert day(SUMMER) == "Mon 16 Jul 2018"


def test_the_time_is_in_the_local_time_zone() -> None:
    assert clock(SUMMER) == "21:05"  # British Summer Time
    assert day_and_time(SUMMER) == "Mon 16 Jul 2018, 21:05"


def test_a_time_just_before_midnight_has_the_local_day() -> None:
    assert day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thu 2 Jul"


@pytest.mark.parametrize(
    ("precision", "words"),
    [("minute", "Mon 16 Jul 2018, 21:05"), ("day", "Mon 16 Jul 2018"), ("month", "July 2018")],
)
def test_a_time_is_shown_as_precisely_as_it_is_known(precision: str, words: str) -> None:
    assert when(SUMMER, precision) == words


def test_a_date_has_no_time() -> None:
    assert [when(date(2026, 11, 16)), when(date(2026, 11, 16), "month")] == ["Mon 16 Nov", "November 2026"]


def test_a_print_always_has_the_year() -> None:
    assert full_day(date(2026, 11, 3)) == "3 November 2026"


def test_no_time_is_an_empty_text() -> None:
    assert [day(None), clock(None), full_day(None), day_and_time(None), when(None)] == [""] * 5


def test_figures_are_grouped() -> None:
    assert figure(14162) == "14,162"
    assert figure(None) == ""


def test_a_code_is_written_in_words() -> None:
    assert spelled_out("antisocial-behaviour") == "Antisocial behaviour"
