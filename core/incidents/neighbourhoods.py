"""Neighbourhoods with their incidents, for the list of neighbourhoods and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Count
from django.utils import timezone

from core.access.pages import url_for
from core.areas.models import Area
from core.areas.querysets import AreaQuerySet
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.querysets import IncidentQuerySet
from core.incidents.trends import Trend, trends

YEAR = timedelta(days=365)
NEWEST_SHOWN = 20
POINTS_SHOWN = 500
COUNTED_UP_TO = 10_000


@dataclass(frozen=True)
class Counted:
    """A name with its number of incidents, and the address of its page if it has one."""

    name: str
    count: int
    address: str = ""


@dataclass(frozen=True)
class District:
    """Neighbourhoods of one district, each with its number of incidents in the year that was counted."""

    name: str
    address: str
    neighbourhoods: list[Counted]


@dataclass(frozen=True)
class Overview:
    """What the page of one neighbourhood shows. `total` is None if there are more than COUNTED_UP_TO."""

    incidents: list[Incident]
    total: int | None
    incidents_address: str
    latest_month: date | None
    trend: Trend | None
    by_type: list[Counted]
    points: list[tuple[float | None, float | None]]

    @property
    def most(self) -> int:
        """The highest count, which gets a full bar."""
        return max((each.count for each in self.by_type), default=0)


def districts(
    areas: AreaQuerySet, incidents: IncidentQuerySet, newest: datetime | None, *, linked: bool
) -> list[District]:
    """The areas by district, with their incidents in the year up to `newest`. One query for all counts.

    The areas must be in order of their districts.
    """
    counts = _counts(incidents, newest) if newest else {}
    by_district = groupby(areas.named_with_districts(), key=itemgetter(3, 4))
    return [
        District(
            name=district if code and district else "Without a district",
            address=_incidents_in(code) if code and linked else "",
            neighbourhoods=[
                Counted(name, counts.get(pk, 0), url_for("neighbourhood", own_code))
                for pk, own_code, name, *_ in members
            ],
        )
        for (code, district), members in by_district
    ]


def newest_report(incidents: IncidentQuerySet) -> datetime | None:
    """When the newest of them happened. Reads one row of the index."""
    return incidents.newest_first().values_list("occurred_at", flat=True).first()


def overview(neighbourhood: Area, incidents: IncidentQuerySet, *, linked: bool) -> Overview:
    """The neighbourhood's newest of these incidents, and the types and points of its newest month with any."""
    here = incidents.in_neighbourhoods([neighbourhood.pk])
    shown = list(here.with_names().newest_first()[:NEWEST_SHOWN])
    month = timezone.localdate(shown[0].occurred_at).replace(day=1) if shown else None
    in_month = here.since(month).until(_last_day(month)) if month else here.none()
    number = here.order_by()[: COUNTED_UP_TO + 1].count()
    return Overview(
        incidents=shown,
        total=number if number <= COUNTED_UP_TO else None,
        incidents_address=_incidents_in(neighbourhood.code) if linked else "",
        latest_month=month,
        trend=trends(here, shown[0].occurred_at).all if shown else None,
        by_type=[Counted(name, count) for name, count in in_month.tallied_by_type()],
        points=list(in_month.with_coordinates().values_list("longitude", "latitude")[:POINTS_SHOWN]),
    )


def _counts(incidents: IncidentQuerySet, newest: datetime) -> dict[int | None, int]:
    year = incidents.since(timezone.localdate(newest - YEAR))
    return dict(year.values_list("neighbourhood").annotate(number=Count("pk")).order_by())


def _incidents_in(code: str) -> str:
    return IncidentList.with_filters(where=code)


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
