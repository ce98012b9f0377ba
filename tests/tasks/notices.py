"""Kinds of notices and notices for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.audit.keys import key_of
from core.intake.notices import ROWS_REFUSED
from core.records.notices import PROTECTION_LOOSENED
from core.tasks.actions import notify
from core.tasks.kinds import NoticeKind
from core.tasks.models import Notice
from core.tasks.recipients import Recipient


def told_of_loosening(about: Any, to: Recipient, due_in: int = 3) -> Notice:
    """A notice about a record, due in this number of days."""
    due_on = timezone.localdate() + timedelta(days=due_in)
    with transaction.atomic():
        notify(PROTECTION_LOOSENED, about=about, to=to, due_on=due_on, was=3, level=2, conditions=[])
    return Notice.objects.latest("pk")


def told_of(kind: NoticeKind, about: Any, to: Recipient, **details: Any) -> Notice:
    """The recipient's open notice of this kind about a record, once its cause has occurred."""
    with transaction.atomic():
        notify(kind, about=about, to=to, **details)
    theirs = Notice.objects.open().about(key_of(about)).of_kinds([kind.code])
    return theirs.get(membership=to.membership_id, agency=to.agency_id)


def told_of_refused_rows(about: Any, to: Recipient) -> Notice:
    """A notice about a source system."""
    return told_of(ROWS_REFUSED, about, to, refused=3, rows=40)
