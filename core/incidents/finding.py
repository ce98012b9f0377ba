"""Where a search leads: to the one record that has this number, or to the list of what matches."""

from __future__ import annotations

from django.urls import reverse

from core.access.principal import Principal
from core.access.requests import Request
from core.audit import events, recording
from core.incidents.filters import Filters
from core.incidents.models import Incident


def result_url(request: Request, words: str, user: Principal) -> str:
    """The URL of the result, among the incidents that the user may see. Recorded where it is one record.

    A reference here comes before a partner's number. A record that the user may not see is treated as missing: its
    number is searched for as words, like any unknown number.
    """
    visible = Incident.objects.visible_to(user)
    found = list(visible.with_reference(words.upper())) or list(visible.numbered(words)[:2])
    if len(found) == 1:
        recording.seen(request, found, event=events.SEARCHED, query=words, total=1)
        return found[0].get_absolute_url()
    filters = Filters(number=words) if found else Filters(words=words)
    return reverse("incident-list") + filters.address()
