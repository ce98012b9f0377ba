"""Dates and times as all pages show them. The settings make these filters builtins."""

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def iso(moment: date | datetime | None) -> str:
    """`2026-11-16T17:25:00+00:00`, for programs that read the page."""
    return "" if moment is None else _here(moment).isoformat()


@register.filter
def day(moment: date | datetime | None) -> str:
    """`Mon 16 Nov`, with the year if it is not this year."""
    if moment is None:
        return ""
    here = _here(moment)
    this_year = here.year == datetime.now(timezone.get_default_timezone()).year
    return f"{here:%a} {here.day} {here:%b}" if this_year else f"{here:%a} {here.day} {here:%b %Y}"


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """`16 November 2026`."""
    return "" if moment is None else f"{(here := _here(moment)).day} {here:%B %Y}"


@register.filter
def clock(moment: datetime | None) -> str:
    """`17:25`, local time."""
    return "" if moment is None else f"{_here(moment):%H:%M}"


@register.filter
def day_and_time(moment: datetime | None) -> str:
    """`Mon 16 Nov, 17:25`."""
    return "" if moment is None else f"{day(moment)}, {clock(moment)}"


@register.filter
def when(moment: datetime | None, precision: str = "minute") -> str:
    """A time, as exactly as it is known: to the minute, the day or the month."""
    if moment is None:
        return ""
    match precision:
        case "month":
            return f"{_here(moment):%B %Y}"
        case "day":
            return day(moment)
        case _:
            return day_and_time(moment)


def _here(moment: date | datetime) -> date | datetime:
    """In local time. The zone is the same for all readers, and asking Django for the active one takes much longer."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(timezone.get_default_timezone())
    return moment
