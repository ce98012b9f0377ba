"""Periods follow each other without a gap, and a part of a year costs its part of the fee."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.periods import Period, anniversary, can_renew_on, period_at, periods, pro_rata

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@st.composite
def starts(draw: st.DrawFn) -> tuple[date, date]:
    """A start, and a first renewal within a year."""
    start = draw(days)
    last = anniversary(start, 1)
    return start, draw(st.one_of(st.just(last), st.dates(start + timedelta(days=1), last)))


@given(starts())
def test_periods_follow_each_other_and_are_years_after_the_first(drawn: tuple[date, date]) -> None:
    start, renewal = drawn
    found = list(islice(periods(start, renewal), 9))

    assert found[0] == Period(start, renewal)
    assert all(before.ends_on == after.starts_on for before, after in pairwise(found))
    assert all(365 <= period.days <= 366 for period in found[1:])


@given(starts(), st.integers(0, 3_000))
def test_each_day_from_the_start_is_in_one_period(drawn: tuple[date, date], later: int) -> None:
    start, renewal = drawn
    day = start + timedelta(days=later)

    assert day in period_at(day, start, renewal)


@given(starts(), st.integers(0, 10**9))
def test_a_part_of_a_year_costs_at_most_the_year(drawn: tuple[date, date], fee: int) -> None:
    first, second = islice(periods(*drawn), 2)

    assert 0 <= pro_rata(fee, first) <= fee
    assert pro_rata(fee, second) == fee


@given(days)
def test_one_more_day_never_costs_less(start: date) -> None:
    end = anniversary(start, 1)
    costs = [pro_rata(1_950_000, Period(end - timedelta(days=day), end)) for day in range(1, (end - start).days + 1)]

    assert costs == sorted(costs)
    assert costs[-1] == 1_950_000


def test_a_year_from_29_february_ends_with_28_february() -> None:
    found = list(islice(periods(date(2028, 2, 29), date(2029, 3, 1)), 5))

    assert [period.starts_on for period in found] == [
        date(2028, 2, 29),
        date(2029, 3, 1),
        date(2030, 3, 1),
        date(2031, 3, 1),
        date(2032, 2, 29),
    ]
    assert all(pro_rata(1_950_000, period) == 1_950_000 for period in found)


def test_half_a_year_costs_its_days() -> None:
    assert pro_rata(1_950_000, Period(date(2026, 10, 1), date(2027, 4, 1))) == 972_329  # 182 of 365 days


@pytest.mark.parametrize(
    ("renewal", "possible"),
    [(date(2026, 4, 1), False), (date(2026, 4, 2), True), (date(2027, 4, 1), True), (date(2027, 4, 2), False)],
)
def test_the_first_period_is_at_most_a_year(renewal: date, possible: bool) -> None:
    assert can_renew_on(date(2026, 4, 1), renewal) is possible


def test_no_period_is_before_the_start() -> None:
    with pytest.raises(ValueError, match="before the start"):
        period_at(date(2026, 3, 31), date(2026, 4, 1), date(2027, 4, 1))
