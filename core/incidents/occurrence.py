"""When something happened, as exactly as it is known: a month, a day or a minute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from core.incidents.models import Incident

Precision = Incident.Precision
FORMS = {
    Precision.MONTH: (re.compile(r"\d{4}-\d{2}"), "%Y-%m"),
    Precision.DAY: (re.compile(r"\d{4}-\d{2}-\d{2}"), "%Y-%m-%d"),
}
EARLIEST_YEAR = 1900
OCCURRED_DESCRIPTION = (
    "A month, a day or a minute, as exactly as it is known. Without an offset it is UK time; in the hour that comes "
    "twice when the clocks go back, the first."
)


class Skipped(ValueError):
    """A local time that did not exist because the clocks went forward."""


@dataclass(frozen=True)
class Occurrence:
    """A month, day or minute: its start, with time zone, and the precision."""

    at: datetime
    precision: str

    def __str__(self) -> str:
        """The text that `read` accepts: `2026-11`, `2026-11-16`, or a minute with its offset."""
        here = timezone.localtime(self.at)
        known = FORMS.get(Precision(self.precision))
        return here.strftime(known[1]) if known else here.isoformat(timespec="minutes")


def read(text: str) -> Occurrence:
    """Reads an occurrence in ISO 8601. Without an offset it is in the partnership's time zone.

    Raises ValueError with a message for the sender: for a text that is not a date or time, and for a time before 1900,
    in the future, or skipped when the clocks went forward.
    """
    try:
        occurrence = _parsed(text.strip())
    except Skipped:
        raise
    except (ValueError, OverflowError):
        raise ValueError("Write a month, a day or a minute, as 2026-11, 2026-11-16 or 2026-11-16T22:10.") from None
    if occurrence.at.year < EARLIEST_YEAR:
        raise ValueError(f"This is before {EARLIEST_YEAR}.")
    if occurrence.at > timezone.now():
        raise ValueError("This is in the future.")
    return occurrence


def _parsed(text: str) -> Occurrence:
    if not text.isascii():
        raise ValueError(text)  # Python accepts digits of every script
    for precision, (shape, form) in FORMS.items():
        if shape.fullmatch(text):
            return Occurrence(_aware(datetime.strptime(text, form)), precision)  # noqa: DTZ007 (made aware on this line)
    if "T" not in text:
        raise ValueError(text)
    return Occurrence(_aware(datetime.fromisoformat(text)).replace(second=0, microsecond=0), Precision.MINUTE)


def _aware(moment: datetime) -> datetime:
    """The moment with its offset. In the hour that comes twice, the first is meant (summer time). Raises Skipped."""
    if not timezone.is_naive(moment):
        return moment
    aware = timezone.make_aware(moment)
    if timezone.make_naive(aware.astimezone(UTC)) != moment:
        raise Skipped("The clocks went forward, so this time did not exist. Send it with its offset.")
    return aware
