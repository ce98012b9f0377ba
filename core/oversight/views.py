"""Who saw and changed what: one's own history, everybody's, and that of one record."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access import keyset, records
from core.access.filtering import page_url
from core.access.guards import require_permission, signed_in
from core.access.methods import form_methods
from core.access.principal import may
from core.accounts.models import User
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.audit.keys import key_of, resolve
from core.audit.models import Entry
from core.audit.querysets import EntryQuerySet
from core.oversight import events
from core.oversight.lines import lines, whole_line
from core.oversight.lists import AuditList
from core.oversight.lookers import lookers_of
from core.oversight.narrowing import reads_all
from core.oversight.permissions import AUDIT_READ, RECORD_VIEWERS_READ

PER_PAGE = 50


@signed_in
@require_safe
def my_history(request: SignedInRequest) -> HttpResponse:
    """What the reader looked at and changed, under whichever agency."""
    page = _page(Entry.objects.by_actor(key_of(request.user)), request)
    found = lines(page.rows, reader=request.user)
    recording.seen(request, found.shown, event=events.OWN_HISTORY_SEEN)
    context = {"lines": found.rows, **_beside(page, page_url)}
    return render(request, "oversight/my-history.html", context)


@require_permission(AUDIT_READ)
@form_methods
def audit_list(request: SignedInRequest) -> HttpResponse:
    """Everybody's, filtered."""
    listing = AuditList.of(request)
    if listing.is_sent:
        return listing.redirect()
    found = lines(listing.page.rows, reader=request.user)
    total = f"more than {listing.bound:,}" if listing.total is None else listing.total
    listing.record_seen(request, found.shown, total=total)
    return render(
        request, "oversight/audit-list.html", {"listing": listing, "form": listing.form, "lines": found.rows}
    )


@signed_in
@require_safe
def audit_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry with all its records, for its own actor and for people who may read the whole trail."""
    entry = get_object_or_404(_readable_by(request.user), pk=pk)
    line, named, shown = whole_line(entry, reader=request.user)
    recording.seen(request, shown, event=events.ENTRY_SEEN)
    withheld = len(line.entry.records) - len(named)
    return render(request, "oversight/audit-entry.html", {"line": line, "named": named, "withheld": withheld})


@require_permission(RECORD_VIEWERS_READ)
@require_safe
def record_viewers(request: SignedInRequest, key: str) -> HttpResponse:
    """Who has looked at one record, for people who may see it. Readers of the whole trail need no clearance for it."""
    key, asked = resolve(key), key
    record_type = records.type_of(key)
    visible, existing = records.visible_by_key([key], request.user).get(key), records.by_key([key]).get(key)
    record = visible or (existing if may(request.user, AUDIT_READ) else None)
    if record is None or record_type is None:
        recording.not_found(request, existing, asked=asked)
        raise Http404
    looks = Entry.objects.about(key).looks()
    page, lookers = _page(looks, request), lookers_of(looks)
    found = lines(page.rows, reader=request.user, about=key)
    shown, withheld = ([record], []) if visible else ([], [record])
    recording.seen(request, [*shown, *found.shown, *lookers.people], event=events.VIEWERS_SEEN, withheld=withheld)
    context = {
        "record_type": record_type,
        "title": record_type.title(record) if visible else "",
        "pointer": None if visible else records.pointer_to(key, record),
        "link": records.link_of(key, record, request.user) if visible else "",
        "lookers": lookers.rows,
        **_beside(page, page_url),
        "lines": found.rows,
    }
    return render(request, "oversight/record-viewers.html", context)


def _readable_by(user: User) -> EntryQuerySet:
    """All entries for people who may read the trail, their own for others."""
    return Entry.objects.all() if reads_all(user) else Entry.objects.by_actor(key_of(user))


def _page(entries: EntryQuerySet, request: HttpRequest) -> keyset.Page[Entry]:
    return keyset.page(entries, by=entries.paged_by, size=PER_PAGE, cursor=request.GET.get("cursor", ""))


def _beside(page: keyset.Page[Entry], url: Callable[..., str]) -> dict[str, Any]:
    """What `components/pagination.html` asks for."""
    return {
        "newer": page.newer and url(cursor=page.newer),
        "older": page.older and url(cursor=page.older),
        "back_to": page.rows[-1].at if page.rows else None,
    }
