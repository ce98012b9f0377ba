"""My work of information governance: what was refused, and what left the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.access import records
from core.access.permissions import Permission
from core.audit.models import Entry
from core.oversight.lines import Line, lines

SHOWN = 6


@dataclass(frozen=True)
class Trail:
    """The newest entries of each kind, in words. `actors` are the people whom they name."""

    refusals: list[Line] = field(default_factory=list)
    exports: list[Line] = field(default_factory=list)
    actors: list[Any] = field(default_factory=list)
    may_read: bool = False


def trail_for(user: Any) -> Trail:
    """Refusals of the last 7 days and exports of the last 30, for whoever may read who saw what."""
    if not user.acting.may(Permission.AUDIT_READ):
        return Trail()
    now = timezone.now()
    refused = list(Entry.objects.with_verb("refusal").between(now - timedelta(days=7), None).newest_first()[:SHOWN])
    exported = list(Entry.objects.with_verb("export").between(now - timedelta(days=30), None).newest_first()[:SHOWN])
    told = lines([*refused, *exported], reader=user)
    actors = records.by_key({entry.actor for entry in (*refused, *exported)})
    return Trail(told[: len(refused)], told[len(refused) :], list(actors.values()), may_read=True)
