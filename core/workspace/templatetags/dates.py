"""Dates in the house's manner. Settings make these filters builtins."""

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
    """`Mon 16 Nov`, with the year where it is not this year."""
    if moment is None:
        return ""
    here = _here(moment)
    this_year = here.year == datetime.now(timezone.get_default_timezone()).year
    return f"{here:%a} {here.day} {here:%b}" if this_year else f"{here:%a} {here.day} {here:%b %Y}"


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """`16 November 2026`, where nobody should have to guess."""
    return "" if moment is None else f"{(here := _here(moment)).day} {here:%B %Y}"


@register.filter
def clock(moment: datetime | None) -> str:
    """`17:25`, in the reader's time."""
    return "" if moment is None else f"{_here(moment):%H:%M}"


@register.filter
def day_and_time(moment: datetime | None) -> str:
    """`Mon 16 Nov, 17:25`."""
    return "" if moment is None else f"{day(moment)}, {clock(moment)}"


@register.filter
def when(moment: datetime | None, precision: str = "minute") -> str:
    """A moment told no more exactly than it is known: to the minute, the day or the month."""
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
    """In the time zone that the reader lives in, which is the same for all: asking which is active costs much more."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(timezone.get_default_timezone())
    return moment
