"""The part of My work for information governance: recent refusals and exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.access.principal import Principal, may
from core.audit.models import Entry
from core.oversight.permissions import AUDIT_READ
from core.oversight.rows import Row, rows_for

SHOWN = 6


@dataclass(frozen=True)
class Trail:
    """The newest entries of each kind. `shown` are the records and people that they name."""

    refusals: list[Row] = field(default_factory=list)
    exports: list[Row] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)
    may_read: bool = False


def trail_for(user: Principal) -> Trail:
    """Refusals of the last 7 days and exports of the last 30, for people who may read the audit trail."""
    if not may(user, AUDIT_READ):
        return Trail()
    now = timezone.now()
    refused = list(Entry.objects.with_verb("refusal").between(now - timedelta(days=7), None).newest_first()[:SHOWN])
    exported = list(Entry.objects.with_verb("export").between(now - timedelta(days=30), None).newest_first()[:SHOWN])
    written = rows_for([*refused, *exported], reader=user)
    return Trail(written.rows[: len(refused)], written.rows[len(refused) :], written.shown, may_read=True)
