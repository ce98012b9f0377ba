"""The part of the search page that finds incidents."""

from __future__ import annotations

from django.utils import timezone

from core.access.days import day_in_words
from core.access.principal import Principal
from core.access.records import Found
from core.incidents.lists import IncidentList
from core.incidents.models import Incident


def search(reader: Principal, words: str) -> Found:
    """The incidents with this reference, two at most, and all that match.

    A SafetyNet reference comes before a source's. An incident that the reader may not see is treated as missing: its
    reference is searched for as words, like any unknown reference.
    """
    visible = Incident.objects.visible_to(reader)
    named = list(visible.with_reference(words.upper())) or list(visible.with_any_reference(words)[:2])
    matching = visible.with_any_reference(words) if named else visible.with_words(words)
    list_url = IncidentList.with_filters(**({"number": words} if named else {"words": words}))
    return Found(named, matching.for_rows().newest_first(), list_url)


def summary(incident: Incident) -> str:
    """What, where and on which day: `Noise, Albert Road, 16 November 2026`."""
    here = timezone.localtime(incident.occurred_at)
    when = f"{here:%B %Y}" if incident.precision == Incident.Precision.MONTH else day_in_words(here)
    return f"{incident.title}, {when}"
