"""The number of incidents in each of the last months, in total and by neighbourhood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from core.incidents.querysets import IncidentQuerySet

MONTHS = 6


@dataclass(frozen=True)
class Trend:
    """The counts of consecutive months, oldest first; `last_month` is the first day of the last."""

    last_month: date
    counts: list[int]

    @property
    def before(self) -> int:
        """The mean of the months before the last."""
        return _mean_before(self.counts)

    @cached_property
    def sentence(self) -> str:
        """`11 in November 2026 so far, 5 a month in the 5 months before`."""
        so_far = " so far" if self.last_month == timezone.localdate().replace(day=1) else ""
        month = f"{self.last_month:%B %Y}"
        return f"{self.counts[-1]:,} in {month}{so_far}, {self.before:,} a month in the {MONTHS - 1} months before"


@dataclass(frozen=True)
class Trends:
    """The trend of all incidents, and of each neighbourhood by its id."""

    all: Trend
    by_neighbourhood: dict[int, list[int]]
    """The counts only: a county has hundreds of neighbourhoods, and a page shows the trends of a few."""

    def busiest(self, most: int) -> list[tuple[int, Trend]]:
        """The neighbourhoods with the most reports in the last month."""
        return self._with_most({pk: counts[-1] for pk, counts in self.by_neighbourhood.items()}, most)

    def rising(self, most: int) -> list[tuple[int, Trend]]:
        """The neighbourhoods with the most reports above their mean."""
        above = {pk: counts[-1] - _mean_before(counts) for pk, counts in self.by_neighbourhood.items()}
        return self._with_most(above, most)

    def _with_most(self, numbers: dict[int, int], most: int) -> list[tuple[int, Trend]]:
        """The neighbourhoods with the greatest numbers above 0."""
        ordered = sorted((-number, pk) for pk, number in numbers.items() if number > 0)[:most]
        return [(pk, Trend(self.all.last_month, self.by_neighbourhood[pk])) for _, pk in ordered]


def trends(incidents: IncidentQuerySet, newest: datetime) -> Trends:
    """The trends of the months up to that of `newest`, by one query."""
    last = timezone.localdate(newest).replace(day=1)
    months = [_months_after(last, number) for number in range(1 - MONTHS, 1)]
    total = [0] * MONTHS
    by_neighbourhood: dict[int, list[int]] = defaultdict(lambda: [0] * MONTHS)
    counted = incidents.since(months[0]).counted_by_period([*months, _months_after(last, 1)])
    for period, pk, number in counted:
        if period > MONTHS:
            continue  # reported after `newest` was read
        total[period - 1] += number
        if pk is not None:
            by_neighbourhood[pk][period - 1] += number
    return Trends(Trend(last, total), by_neighbourhood)


def _months_after(month: date, number: int) -> date:
    """The first day of the month that is this number of months later, or earlier if it is negative."""
    years, months = divmod(month.month - 1 + number, 12)
    return date(month.year + years, months + 1, 1)


def _mean_before(counts: list[int]) -> int:
    """The mean of the months before the last."""
    return round(sum(counts[:-1]) / len(counts[:-1]))
