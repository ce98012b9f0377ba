"""Fetches one record for a reader, and records a request for one that is missing or withheld."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from core.access.requests import Request
from core.audit import recording
from tenants.reading import exempt

Record = TypeVar("Record", bound=Model)


def visible_or_404(request: Request, visible: QuerySet[Record], everything: QuerySet[Record], asked: str) -> Record:
    """The one record in `visible`. If there is none, records the request and raises Http404.

    `everything` finds the record whether or not the reader may see it. It is queried in both cases: for a withheld
    record and a missing one, queries and response are the same, and only the audit entry differs.
    """
    found = visible.first()
    if found is None:
        with exempt("the audit trail names a withheld record"):
            withheld = everything.only("pk").first()
        recording.not_found(request, withheld, asked=asked)
        raise Http404
    return found
