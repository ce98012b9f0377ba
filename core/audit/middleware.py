"""Writes what a response shows to the trail before its first byte leaves; where that fails, so does the response."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.audit import context, events, recording
from core.audit.events import Event
from core.audit.keys import print_key
from core.audit.models import Entry

log = structlog.get_logger(__name__)

SECRET_ARGUMENTS = {"token", "uidb36"}
"""Parts of addresses that let whoever has them in: of invitations, and of new passwords."""


class TrailClosed(RuntimeError):
    """Something was to be shown after the response had begun to leave, and so too late to be recorded."""


@dataclass
class Trail:
    """What one request will have to answer for."""

    event: Event | None = None
    records: dict[str, None] = field(default_factory=dict)  # a set that keeps its order
    details: dict[str, Any] = field(default_factory=dict)
    purpose: str = ""
    conditions: set[str] = field(default_factory=set)
    """The handling conditions of what is shown, as in `C A1 S2`."""
    is_closed: bool = False
    """Written already: what would be shown from now on could not be recorded."""

    def add(self, event: Event, records: list[str], details: dict[str, Any], purpose: str) -> None:
        if self.is_closed:
            raise TrailClosed("Say what a streamed response shows before its first part is made.")
        self.event = event
        self.records.update(dict.fromkeys(records))
        self.details.update(details)
        self.purpose = purpose or self.purpose

    def refuse(self, reason: str, status: int) -> None:
        self.event = events.REFUSED
        self.records.clear()
        self.details = {"reason": reason, "status": status}


class AuditMiddleware:
    """One insert a request, and only for a request that showed something or was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.trail = Trail()  # type: ignore[attr-defined]
        token = context.enter(
            context.Context(
                address=client_address(request),
                request_id=getattr(request, "request_id", ""),
                route=as_text(request.path),
            )
        )
        try:
            return self._written(request, self.get_response(request))
        finally:
            context.leave(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], arguments: dict[str, Any]
    ) -> None:
        """Keeps what is as good as a password out of the trail: of such an address it names the pattern alone."""
        if SECRET_ARGUMENTS & arguments.keys() and request.resolver_match is not None:
            context.enter(replace(context.current(), route=as_text(f"/{request.resolver_match.route}")))

    def _written(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        trail: Trail = request.trail  # type: ignore[attr-defined]
        trail.is_closed = True
        if trail.event is None:
            return response
        try:
            for entry in _entries(request, trail):
                entry.save(force_insert=True)
        except Error:
            log.exception("audit.unwritable")
            response.close()
            trail.event = None  # what it spoke of is not shown
            return unwritable(request)
        return response


def as_text(path: str) -> str:
    """A path as Postgres stores it: no NUL, and not longer than the column."""
    return path.replace("\x00", "\ufffd")[:200]


def _entries(request: HttpRequest, trail: Trail) -> list[Entry]:
    """What the request answers for: that something was shown and, where it was made for paper, the print too."""
    assert trail.event is not None
    by = getattr(request, "principal", None) or getattr(request, "user", None)
    records = list(trail.records)
    shown = recording.drafted(trail.event, by=by, records=records, details=trail.details, purpose=trail.purpose)
    printing = getattr(request, "printing", None)
    if printing is None or trail.event.verb == "refusal":
        return [shown]
    details = {"number": printing.number, "conditions": "; ".join(sorted(trail.conditions)) or "none"}
    records.append(print_key(printing.number))
    printed = recording.drafted(events.PRINTED, by=by, records=records, details=details, purpose=printing.purpose)
    return [shown, printed]


def client_address(request: HttpRequest) -> str | None:
    """The address the request came from, as the trusted proxies gave it."""
    return getattr(request, "client_address", None) or request.META.get("REMOTE_ADDR") or None


def unwritable(request: HttpRequest) -> HttpResponse:
    """What the reader gets instead of the page: nothing was shown, because it could not be recorded."""
    return render(request, "errors/503.html", status=503)
