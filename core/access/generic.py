"""Generic views: the page of a list, and the page of one record.

They return guarded views for `urls.py`. A page that needs more, such as a form, has its own view function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.guards import GuardedView, require_permission
from core.access.lists import FilteredList
from core.access.lists.counting import recorded_total
from core.access.lookup import visible_or_404
from core.access.methods import form_methods
from core.access.principal import Principal
from core.access.records import RecordType
from core.access.requests import Request
from core.audit import recording

Context = Mapping[str, Any]
Listing = TypeVar("Listing", bound=FilteredList[Any])


def list_view(
    declared: type[Listing], *, template: str, context: Callable[[Listing], Context] = lambda _: {}
) -> GuardedView:
    """The page of a list, which records what it shows. Its form is a POST that redirects to the URL with the filters.

    The template extends `list-page.html`. It gets `listing`, its `form`, and what `context` returns for this list.
    """

    @require_permission(declared.permission)
    @form_methods
    def view(request: Request) -> HttpResponse:
        listing = declared.of(request)
        if listing.is_sent:
            return listing.redirect()
        if listing.shows_personal_data:
            listing.record_seen(request, listing.shown(), total=recorded_total(listing.total, listing.bound))
        return render(request, template, {"listing": listing, "form": listing.form, **context(listing)})

    return view


def detail_view(
    record_type: RecordType,
    *,
    template: str,
    fetch: Callable[[Any], QuerySet[Any]] = lambda rows: rows,
    context: Callable[[Any, Principal], Context] = lambda *_: {},
) -> GuardedView:
    """The page of one record, which records that it was seen. One that the reader may not see is a 404.

    The record is found by the field that the URL names: `path("patrols/<slug:reference>/", …)`. `fetch` adds what the
    page shows to the query. The template, which may extend `record-page.html`, gets `record_type`, the record as
    `record` and by the name of its model, and what `context` returns for the record and the reader.
    """
    if record_type.page_needs is None:
        raise ImproperlyConfigured(f"{record_type.code} has no `page_needs`, the permission for its page.")
    name = str(record_type.model._meta.model_name)

    @require_permission(record_type.page_needs)
    @require_safe
    def view(request: Request, **field: Any) -> HttpResponse:
        reader: Any = request.user  # the guard makes sure that it is a person
        visible = fetch(record_type.visible_to(reader)).filter(**field)
        known_as = record_type.model._default_manager.filter(**field)
        record = visible_or_404(request, visible, known_as, " ".join(map(str, field.values())))
        recording.seen(request, [record], purpose=getattr(record, "purpose", ""))
        found = {"record_type": record_type, "record": record, name: record}
        return render(request, template, {**found, **context(record, reader)})

    return view
