"""What the search page says of an incident."""

from __future__ import annotations

from django.utils import timezone

from core.access.days import day_in_words
from core.incidents.models import Incident


def summary(incident: Incident) -> str:
    """What, where and on which day: `Noise, Albert Road, 16 November 2026`."""
    here = timezone.localtime(incident.occurred_at)
    when = f"{here:%B %Y}" if incident.precision == Incident.Precision.MONTH else day_in_words(here)
    return f"{incident.title}, {when}"
