"""Writes the audit trail. Views record what they show, and actions what they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

from django.db.models import Model

from core.audit import context, events
from core.audit.actors import Actor
from core.audit.events import Event
from core.audit.keys import actor_key, checked, export_key, key_of
from core.audit.models import Entry
from core.audit.requests import AuditedRequest


@runtime_checkable
class HasConditions(Protocol):
    """A record whose handling conditions a print must state, such as `core.access.grading.Graded`."""

    def conditions_summary(self) -> str:
        """The conditions, like `C A1 S2`; empty if there are none."""


def record(event: Event, *, by: Actor, records: Iterable[Model] = (), **details: Any) -> Entry:
    """Writes one entry now, in the caller's transaction, so that it is rolled back with the change."""
    entry = drafted(event, by=by, records=[key_of(each) for each in records], details=details)
    entry.save(force_insert=True)
    return entry


def drafted(event: Event, *, by: Actor, records: list[str], details: dict[str, Any], purpose: str = "") -> Entry:
    """An entry with who, where and when filled in, not yet written. `records` are keys, each of a registered type."""
    undeclared = details.keys() - event.details.keys()
    if undeclared:
        raise ValueError(f"{event.code} does not declare {', '.join(sorted(undeclared))}.")
    acting = by.acting
    here = context.current()
    return Entry(
        verb=event.verb,
        event=event.code,
        actor=actor_key(by),
        agency_id=acting.agency_id if acting else None,
        role=acting.role.code if acting else "",
        purpose=purpose,
        records=[checked(each) for each in records],
        details=details,
        route=here.route,
        address=here.address,
        request_id=here.request_id,
    )


def seen(
    request: AuditedRequest,
    records: Iterable[Model],
    *,
    event: Event = events.SEEN,
    purpose: str = "",
    withheld: Iterable[Model] = (),
    **details: Any,
) -> None:
    """Records which personal data this response shows. `AuditMiddleware` writes it before the response is sent.

    `withheld` are records that the page is about but that the reader may not see: the entry names them, and a print
    does not state their handling conditions.
    Called more than once in a request, the records add up in one entry; the last event and details count.
    """
    trail = request.trail
    shown = list(records)
    trail.add(event, [key_of(each) for each in (*withheld, *shown)], details, purpose)
    trail.conditions.update(_conditions(shown))


def exported(
    request: AuditedRequest, number: str, *, event: Event = events.EXPORTED, purposes: list[str], **details: Any
) -> None:
    """Records that this response is a file with this number, of records held for these purposes."""
    trail = request.trail
    details |= {"number": number, "conditions": "; ".join(sorted(trail.conditions)) or "none"}
    if len(purposes) > 1:
        details["purposes"] = ", ".join(purposes)
    trail.add(event, [], details, purposes[0] if len(purposes) == 1 else "")
    trail.copy = export_key(number)


def _conditions(records: Iterable[Any]) -> Iterator[str]:
    """The handling conditions among records of any kind: `C A1 S2`."""
    listed = list(records)
    kinds = {kind for kind in {type(each) for each in listed} if issubclass(kind, HasConditions)}  # slow for each row
    for each in listed:
        if type(each) in kinds and (summary := each.conditions_summary()):
            yield summary


def refused(request: AuditedRequest, reason: str, *, status: int) -> None:
    """Records that this request was refused, in place of what the view recorded before."""
    request.trail.refuse(reason, status)


def not_found(request: AuditedRequest, withheld: Model | None, *, asked: str) -> None:
    """Records a request that gets a 404. `withheld` is the record, if it exists but the reader may not see it.

    The reference of a withheld record is not written, because readers of the audit trail may not be cleared for it.
    """
    trail = request.trail
    if withheld is None:
        trail.add(events.NOT_FOUND, [], {"asked": asked.replace("\x00", "\ufffd")[:120]}, "")
    else:
        trail.add(events.WITHHELD, [key_of(withheld)], {}, "")
