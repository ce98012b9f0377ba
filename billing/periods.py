"""The periods that a fee is paid for: a year each, and at the start possibly less."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from billing.money import Pence, fraction


@dataclass(frozen=True, order=True)
class Period:
    """The days from `starts_on` until the day before `ends_on`, which is the first day of the next period."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


def anniversary(day: date, years: int) -> date:
    """The same day so many years later. For 29 February it is 1 March in a year without one.

    A year that starts on 29 February therefore ends with 28 February, and no year has fewer than 365 days.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def periods(starts_on: date, renews_on: date) -> Iterator[Period]:
    """All periods, without end: one until the first renewal, then one for each year.

    The first renewal is at most a year after the start: see `can_renew_on`.
    """
    if renews_on == anniversary(starts_on, 1):
        day = starts_on  # which may be 29 February, while the renewal is 1 March
    else:
        yield Period(starts_on, renews_on)
        day = renews_on
    for years in count():
        yield Period(anniversary(day, years), anniversary(day, years + 1))


def can_renew_on(starts_on: date, renews_on: date) -> bool:
    """Whether the first period is at least a day and at most a year."""
    return starts_on < renews_on <= anniversary(starts_on, 1)


def period_at(day: date, starts_on: date, renews_on: date) -> Period:
    """The period that the day is in. Raises ValueError for a day before the start."""
    if day < starts_on:
        raise ValueError(f"{day} is before the start, {starts_on}.")
    return next(period for period in periods(starts_on, renews_on) if day in period)


def pro_rata(yearly: Pence, period: Period) -> Pence:
    """The fee of a period: the yearly fee for a whole year, or by days of the year that ends with the period."""
    if period.ends_on >= anniversary(period.starts_on, 1):
        return yearly
    year = period.ends_on - anniversary(period.ends_on, -1)
    return min(yearly, fraction(yearly, period.days, year.days))
