"""Records what a response shows before its first byte is sent. If that fails, the reader gets an error page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from django.db import Error
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.audit import context, events, recording
from core.audit.actors import ANONYMOUS, Actor
from core.audit.events import Event
from core.audit.keys import print_key
from core.audit.models import Entry
from core.audit.requests import AuditedRequest
from core.audit.trail import Trail

log = structlog.get_logger(__name__)

MOST_RECORDS = 1_000
"""How many records one entry names. An export of 20,000 in one entry was a row of half a megabyte."""
SECRET_ARGUMENTS = {"token", "uidb36"}
"""Parts of URLs that are secret: in invitations and password resets."""


class AuditMiddleware:
    """Writes one entry for each request that showed personal data or was refused."""

    def __init__(self, get_response: Callable[[AuditedRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: AuditedRequest) -> HttpResponseBase:
        request.trail = Trail()
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
        self, request: AuditedRequest, view: Callable[..., Any], args: tuple[Any, ...], arguments: dict[str, Any]
    ) -> None:
        """Keeps secrets in URLs out of the audit trail: of such a URL, only the pattern is recorded."""
        if SECRET_ARGUMENTS & arguments.keys() and request.resolver_match is not None:
            context.enter(replace(context.current(), route=as_text(f"/{request.resolver_match.route}")))

    def _written(self, request: AuditedRequest, response: HttpResponseBase) -> HttpResponseBase:
        trail = request.trail
        trail.is_closed = True
        if trail.event is None:
            return response
        try:
            for entry in _entries(request, trail):
                entry.save(force_insert=True)
        except Error:
            log.exception("audit.unwritable")
            response.close()
            trail.event = None  # nothing is shown
            return unwritable(request)
        return response


def as_text(path: str) -> str:
    """The path without NUL, which Postgres cannot store, cut to the length of the column."""
    return path.replace("\x00", "\ufffd")[:200]


def _entries(request: AuditedRequest, trail: Trail) -> list[Entry]:
    """The entries of a request: what was shown or refused and, if it is a print, the print."""
    assert trail.event is not None
    by = actor_of(request)
    shown = _drafted(trail.event, by, trail, copy=trail.copy, details=trail.details, purpose=trail.purpose)
    printing = getattr(request, "printing", None)
    if printing is None or trail.copy or trail.event.verb == "refusal":
        return shown
    details = {"number": printing.number, "conditions": "; ".join(sorted(trail.conditions)) or "none"}
    key = print_key(printing.number)
    return shown + _drafted(events.PRINTED, by, trail, copy=key, details=details, purpose=printing.purpose)


def _drafted(event: Event, by: Actor, trail: Trail, *, copy: str, **more: Any) -> list[Entry]:
    """One entry, or several if there are many records, each with the key of the print or export."""
    keys, copies = list(trail.records), [copy] if copy else []
    parts = [keys[start : start + MOST_RECORDS] for start in range(0, len(keys), MOST_RECORDS)] or [[]]
    return [recording.drafted(event, by=by, records=[*part, *copies], **more) for part in parts]


def actor_of(request: AuditedRequest) -> Actor:
    """Who sent the request: the partner system whose token it carries, or the user of its session."""
    user = getattr(request, "user", None)
    signed_in = user if user is not None and user.is_authenticated else ANONYMOUS
    return getattr(request, "principal", signed_in)


def client_address(request: AuditedRequest) -> str | None:
    """The IP address of the client, as the trusted proxies report it."""
    return getattr(request, "client_address", None) or request.META.get("REMOTE_ADDR") or None


def unwritable(request: AuditedRequest) -> HttpResponse:
    """The error page for a response that could not be recorded."""
    return render(request, "errors/503.html", status=503)
