"""Dates and times as all pages show them. The settings make these filters builtins."""

from datetime import date, datetime
from typing import overload

from django import template
from django.utils import timezone

register = template.Library()

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written here because `strftime` takes several times as long, and a page has hundreds of dates."""


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
    shown = f"{WEEKDAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]}"
    return shown if this_year else f"{shown} {here.year}"


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """`16 November 2026`."""
    return "" if moment is None else f"{(here := _here(moment)).day} {here:%B %Y}"


@register.filter
def clock(moment: datetime | None) -> str:
    """`17:25`, local time."""
    if moment is None:
        return ""
    here = _here(moment)
    return f"{here.hour:02}:{here.minute:02}"


@register.filter
def day_and_time(moment: datetime | None) -> str:
    """`Mon 16 Nov, 17:25`."""
    return "" if moment is None else f"{day(moment)}, {clock(moment)}"


@register.filter
def when(moment: date | datetime | None, precision: str = "minute") -> str:
    """A time, as exactly as it is known: to the minute, the day or the month. A date is known to the day at most."""
    if moment is None:
        return ""
    if precision == "month":
        return f"{_here(moment):%B %Y}"
    if precision == "day" or not isinstance(moment, datetime):
        return day(moment)
    return day_and_time(moment)


@overload
def _here(moment: datetime) -> datetime: ...


@overload
def _here(moment: date) -> date: ...


def _here(moment: date) -> date:
    """In local time. The zone is the same for all readers, and asking Django for the active one takes much longer."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(timezone.get_default_timezone())
    return moment
