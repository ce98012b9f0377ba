"""Who saw and changed what: one's own history, everybody's, and that of one record."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import keyset, records
from core.access.filtering import page_url
from core.access.guards import require_permission, signed_in
from core.access.methods import form_methods
from core.access.principal import acting_of, may
from core.accounts.models import User
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.audit.keys import key_of, resolve
from core.audit.models import Entry
from core.audit.querysets import EntryQuerySet
from core.oversight import events
from core.oversight.export import write_csv
from core.oversight.filters import trail_filters
from core.oversight.forms import TrailFilterForm
from core.oversight.lines import lines, whole_line
from core.oversight.lookers import lookers_of
from core.oversight.narrowing import reads_all
from core.oversight.permissions import AUDIT_EXPORT, AUDIT_READ, RECORD_VIEWERS_READ

PER_PAGE = 50
EXPORTED_AT_MOST = 20_000
COUNTED_UP_TO = 10_000


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
    form = TrailFilterForm.of(request)
    if request.method == "POST" and form.is_valid():
        return form.redirect(request)
    entries = _matching(form)
    page, total = _page(entries, request), entries.counted_up_to(COUNTED_UP_TO)
    found = lines(page.rows, reader=request.user)
    many = f"more than {COUNTED_UP_TO:,}" if total > COUNTED_UP_TO else total
    recording.seen(request, found.shown, event=events.TRAIL_SEARCHED, total=many, filters=_written(form.asked))
    context = {
        **_beside(page, form.url),
        "lines": found.rows,
        "total": total,
        "counted_up_to": COUNTED_UP_TO,
        "form": form,
        "chosen": form.chosen(),
        "export": form.url(),
        "can_export": acting_of(request.user).can(AUDIT_EXPORT),
    }
    return render(request, "oversight/audit-list.html", context)


@require_permission(AUDIT_EXPORT)
@require_safe
def audit_export(request: SignedInRequest) -> HttpResponse:
    """What `audit_list` finds, as CSV."""
    form = TrailFilterForm.of(request)
    if not form.is_valid():
        return redirect(f"{reverse('audit-list')}?{request.META['QUERY_STRING']}")  # which says what is wrong
    entries = _matching(form).newest_first()
    total = entries.counted_up_to(EXPORTED_AT_MOST)
    if total > EXPORTED_AT_MOST:
        messages.warning(
            request, f"More than {EXPORTED_AT_MOST:,} entries match. Choose a shorter time to export them."
        )
        return redirect("audit-list")
    found = lines(entries, reader=request.user)
    recording.seen(request, found.shown, event=events.TRAIL_EXPORTED, total=total, filters=_written(form.asked))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="who-has-looked-{timezone.localdate()}.csv"'
    write_csv(response, found.rows)
    return response


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


def _matching(form: TrailFilterForm) -> EntryQuerySet:
    """What the form asks for; nothing where it cannot be understood."""
    return Entry.objects.matching(**trail_filters(form.asked)) if form.is_valid() else Entry.objects.none()


def _beside(page: keyset.Page[Entry], url: Callable[..., str]) -> dict[str, Any]:
    """What `components/pagination.html` asks for."""
    return {
        "newer": page.newer and url(cursor=page.newer),
        "older": page.older and url(cursor=page.older),
        "back_to": page.rows[-1].at if page.rows else None,
    }


def _written(asked: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in asked.items()}
