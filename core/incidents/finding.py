"""The part of the search page that finds incidents."""

from __future__ import annotations

from core.access.principal import Principal
from core.access.records import Found
from core.incidents.lists import IncidentList
from core.incidents.models import Incident


def search(reader: Principal, words: str) -> Found:
    """The incidents with this reference, two at most, and the list of everything that matches.

    A SafetyNet reference comes before a source's. An incident that the reader may not see is treated as missing: its
    reference is searched for as words, like any unknown reference.
    """
    visible = Incident.objects.visible_to(reader)
    named = list(visible.with_reference(words.upper())) or list(visible.with_any_reference(words)[:2])
    return Found(named, IncidentList.with_filters(**({"number": words} if named else {"words": words})))
