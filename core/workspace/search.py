"""The search of all record types: it leads to the record with this reference, or to a list of what matches."""

from __future__ import annotations

from django.urls import reverse

from core.access import records
from core.accounts.requests import SignedInRequest
from core.audit import events, recording
from core.audit.keys import key_of


def result_url(request: SignedInRequest, words: str) -> str:
    """The URL of the result, among the records that the user may see. If it is one record, that is recorded.

    If several records have the reference, it is the list of them; if none has, the list of the first type.
    """
    found = [each.search(request.user, words) for each in records.types() if each.search]
    hits = [record for each in found for record in each.records]
    if len(hits) == 1:
        recording.seen(request, hits, event=events.SEARCHED, query=words, total=1)
        return records.link_of(key_of(hits[0]), hits[0], request.user)
    found.sort(key=lambda each: not each.records)  # lists of records with this reference come first
    return found[0].list_url if found else reverse("search")
