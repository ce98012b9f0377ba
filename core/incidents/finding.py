"""Where a search leads: to the one record that has this number, or to the list of what matches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.audit import events, recording
from core.incidents.filters import Filters
from core.incidents.models import Incident


def result_url(request: HttpRequest, words: str, user: Any) -> str:
    """The URL of the result, among the incidents that the user may see. Recorded where it is one record.

    A reference here goes before a partner's number. A record that the user may not see is as if it did not exist: its
    number is searched for as words, like any number that nothing has.
    """
    visible = Incident.objects.visible_to(user)
    numbered = list(visible.numbered(words)[:2])
    exact = [each for each in numbered if each.reference == words.upper()] or numbered
    if len(exact) == 1:
        recording.seen(request, exact, event=events.SEARCHED, query=words, total=1)
        return exact[0].get_absolute_url()
    filters = Filters(number=words) if numbered else Filters(words=words)
    return reverse("incident-list") + filters.address()
