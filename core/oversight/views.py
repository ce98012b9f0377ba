"""The audit trail: a user's own history, all entries, and the viewers of a record."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import keyset, records
from core.access.filtering import page_url
from core.access.generic import list_view
from core.access.guards import require_permission, signed_in
from core.access.principal import may
from core.accounts.models import User
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.audit.keys import key_of, resolve
from core.audit.models import Entry
from core.audit.querysets import EntryQuerySet
from core.oversight import events
from core.oversight.lists import AuditList
from core.oversight.permissions import AUDIT_READ, RECORD_VIEWERS_READ
from core.oversight.rows import row_with_all_records, rows_for
from core.oversight.viewers import viewers_of
from core.oversight.visibility import reads_all
from tenants.reading import exempt

PER_PAGE = 50


@signed_in
@require_safe
def my_history(request: SignedInRequest) -> HttpResponse:
    """What the reader viewed and changed, for any agency."""
    page = _page(Entry.objects.by_actor(key_of(request.user)), request)
    found = rows_for(page.rows, reader=request.user)
    recording.seen(request, found.shown, event=events.OWN_HISTORY_SEEN)
    context = {"rows": found.rows, **_beside(page, page_url)}
    return render(request, "oversight/my-history.html", context)


audit_list = list_view(AuditList, template="oversight/audit-list.html")


@signed_in
@require_safe
def audit_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry with all its records, for its actor and for people who may read the whole audit trail."""
    entry = get_object_or_404(_readable_by(request.user), pk=pk)
    row, named, shown = row_with_all_records(entry, reader=request.user)
    recording.seen(request, shown, event=events.ENTRY_SEEN)
    withheld = len(row.entry.records) - len(named)
    return render(request, "oversight/audit-entry.html", {"row": row, "named": named, "withheld": withheld})


@require_permission(RECORD_VIEWERS_READ)
@require_safe
def record_viewers(request: SignedInRequest, key: str) -> HttpResponse:
    """The viewers of a record, for people who may see it. Readers of the whole audit trail do not need clearance."""
    key, asked = resolve(key), key
    record_type = records.type_of(key)
    visible = records.visible_by_key([key], request.user).get(key)
    with exempt("readers of the audit trail see who viewed a withheld record, and a pointer to it"):
        existing = records.by_key([key]).get(key)
    record = visible or (existing if may(request.user, AUDIT_READ) else None)
    if record is None or record_type is None:
        recording.not_found(request, existing, asked=asked)
        raise Http404
    entries = Entry.objects.about(key).showing_records()
    page, viewers = _page(entries, request), viewers_of(entries)
    found = rows_for(page.rows, reader=request.user, about=key)
    shown, withheld = ([record], []) if visible else ([], [record])
    recording.seen(request, [*shown, *found.shown, *viewers.people], event=events.VIEWERS_SEEN, withheld=withheld)
    context = {
        "record_type": record_type,
        "title": record_type.title(record) if visible else "",
        "pointer": None if visible else records.pointer_to(key, record),
        "link": records.link_of(key, record, request.user) if visible else "",
        "viewers": viewers.rows,
        **_beside(page, page_url),
        "rows": found.rows,
    }
    return render(request, "oversight/record-viewers.html", context)


@signed_in
@require_safe
def audit_trail_moved(request: SignedInRequest) -> HttpResponse:
    """Leads bookmarks of the former address to the same page, which checks the permission."""
    address = request.get_full_path().replace("/who-has-looked/", reverse("audit-list"), 1)
    return HttpResponsePermanentRedirect(address)


def _readable_by(user: User) -> EntryQuerySet:
    """All entries for people who may read the whole audit trail, and their own for others."""
    return Entry.objects.all() if reads_all(user) else Entry.objects.by_actor(key_of(user))


def _page(entries: EntryQuerySet, request: HttpRequest) -> keyset.Page[Entry]:
    return keyset.page(entries, by=entries.paged_by, size=PER_PAGE, cursor=request.GET.get("cursor", ""))


def _beside(page: keyset.Page[Entry], url: Callable[..., str]) -> dict[str, Any]:
    """The parameters of `components/pagination.jinja`."""
    return {
        "newer": page.newer and url(cursor=page.newer),
        "older": page.older and url(cursor=page.older),
        "back_to": page.rows[-1].at if page.rows else None,
    }
