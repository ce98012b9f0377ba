"""Exports of filtered lists: the rows that the list shows its reader, recorded, marked and numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import dateformat, timezone
from django.views.decorators.http import require_safe

from core.access.guards import require_permission
from core.access.lists.columns import CONDITIONS
from core.access.lists.declaration import FilteredList
from core.access.lists.files import FORMATS
from core.access.principal import acting_of
from core.access.requests import Request
from core.audit import recording
from core.audit.numbers import new_number

MARKING = "OFFICIAL-SENSITIVE"
MOST_ROWS = 20_000
"""More would take a web process too long, and is rarely needed: people can choose fewer days."""
CHUNK = 1_000
"""Rows that are in memory at once."""


def export_path(declared: type[FilteredList[Any]], *, under: str, name: str) -> URLPattern:
    """The URL of a list's exports, such as `incidents/export.csv` and `incidents/export.xlsx`."""
    return path(f"{under}export.<str:file_type>", _view(declared), name=name)


def _view(declared: type[FilteredList[Any]]) -> Callable[..., HttpResponseBase]:
    @require_permission(declared.export_permission)
    @require_safe
    def export(request: Request, file_type: str) -> HttpResponseBase:
        """The list with these filters, as a file."""
        if file_type not in FORMATS:
            raise Http404
        query = request.META["QUERY_STRING"]
        listing = declared.of(request)
        acting_of(listing.reader).can(declared.permission).enforce()
        if not listing.is_valid():
            return redirect(f"{declared.path()}?{query}")  # which shows the error
        if listing.matching()[: MOST_ROWS + 1].count() > MOST_ROWS:
            messages.warning(request, f"More than {MOST_ROWS:,} rows match. Choose more filters to export them.")
            return redirect(listing.address)
        return Export(request, listing, file_type).response()

    return export


class Export:
    """One export of a list."""

    def __init__(self, request: Request, listing: FilteredList[Any], file_type: str) -> None:
        self.request = request
        self.listing = listing
        self.file_type = file_type
        self.number = new_number()
        self.file = FORMATS[file_type](listing.title)

    def response(self) -> HttpResponse:
        """The file. `AuditMiddleware` records what is in it before the first byte is sent."""
        for line in self._heading():
            self.file.write([line])
        self.file.write([])
        self._write_rows()
        response = HttpResponse(self.file.finished(), content_type=self.file.content_type)
        name = f"{MARKING} {self.listing.name} {timezone.localdate()} {self.number}.{self.file_type}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _heading(self) -> Iterator[str]:
        """The protective marking, the title, who exported it, and how to handle it."""
        partnership = self.request.partnership
        assert partnership is not None, "Lists are exported at the address of a partnership."
        now = dateformat.format(timezone.localtime(), "j F Y, H:i")
        filters = "; ".join(f"{each.group}: {each.name}" for each in self.listing.chosen)
        yield MARKING
        yield f"{self.listing.title} of {partnership.name}"
        reader, agency = self.listing.reader, acting_of(self.listing.reader).agency_name
        yield f"Exported by {reader}, {agency}, {now}. Export {self.number} is recorded."
        yield f"Filters: {filters}" if filters else "No filters"
        if any(column.name == CONDITIONS for column in self.listing.columns):
            yield "If a row has handling conditions, ask the originator before you use it or pass it on."
        yield "Delete after use."

    def _write_rows(self) -> None:
        """Writes the rows in chunks, and collects what the audit trail records of them."""
        columns, event = self.listing.columns, self.listing.export_event
        self.file.write([column.name for column in columns])
        purposes: set[str] = set()
        total = 0
        for rows in self._chunks():
            items, records = self.listing.exported(rows)
            for item in items:
                self.file.write([column.value(item) for column in columns])
            total += len(rows)
            purposes |= {purpose for row in rows if (purpose := getattr(row, "purpose", ""))}
            recording.seen(self.request, records, event=event)
        details = {**self.listing.values.as_details(), "format": self.file_type, "total": total}
        recording.exported(self.request, self.number, event=event, purposes=sorted(purposes), **details)

    def _chunks(self) -> Iterator[list[Any]]:
        """The matching rows in the order of the list."""
        rows = self.listing.in_full(self.listing.matching())
        if self.listing.newest_by:
            rows = rows.order_by(f"-{self.listing.paged_by(rows)}", "-pk")
        remaining = rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(remaining, CHUNK)):
            yield chunk
