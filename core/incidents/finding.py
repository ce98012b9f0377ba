"""What the search page finds among incidents."""

from __future__ import annotations

from core.access.principal import Principal
from core.access.records import Found
from core.incidents.lists import IncidentList
from core.incidents.models import Incident


def search(reader: Principal, words: str) -> Found:
    """The incidents with this number, two at most, and the list of what matches.

    A reference here comes before a partner's number. An incident that the reader may not see is treated as missing:
    its number is searched for as words, like any unknown number.
    """
    visible = Incident.objects.visible_to(reader)
    numbered = list(visible.with_reference(words.upper())) or list(visible.numbered(words)[:2])
    return Found(numbered, IncidentList.with_filters(**({"number": words} if numbered else {"words": words})))
