"""Dates in the house's manner. Settings make these filters builtins."""

from datetime import date, datetime

from django import template
from django.utils import dateformat, timezone

register = template.Library()


@register.filter
def day(moment: date | datetime | None) -> str:
    """`Mon 16 Nov`, with the year where it is not this year."""
    if moment is None:
        return ""
    here = _here(moment)
    this_year = here.year == timezone.localdate().year
    return dateformat.format(here, "D j M" if this_year else "D j M Y")


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """`16 November 2026`, where nobody should have to guess."""
    return "" if moment is None else dateformat.format(_here(moment), "j F Y")


@register.filter
def clock(moment: datetime | None) -> str:
    """`17:25`, in the reader's time."""
    return "" if moment is None else dateformat.format(_here(moment), "H:i")


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
            return dateformat.format(_here(moment), "F Y")
        case "day":
            return day(moment)
        case _:
            return day_and_time(moment)


def _here(moment: date | datetime) -> date | datetime:
    """In the time zone that the reader lives in."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment
