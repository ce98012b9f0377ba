"""Notices with what the reader sees of their records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import structlog
from django.db.models import Model
from django.utils import timezone

from core.access import records
from core.access.principal import Principal
from core.tasks.kinds import CannotBeWorded
from core.tasks.models import Notice

log = structlog.get_logger(__name__)

SHOWN = 8

When = Literal["overdue", "today", "later"]


@dataclass(frozen=True)
class Line:
    """A notice and its record as the reader sees it. `address` is empty if they may not open the record's page."""

    notice: Notice
    sentence: str
    record: Model
    title: str
    address: str
    today: date

    @property
    def when(self) -> When:
        """A notice without a due date is for later."""
        due_on = self.notice.due_on
        if due_on is None or due_on > self.today:
            return "later"
        return "today" if due_on == self.today else "overdue"


@dataclass(frozen=True)
class Due:
    """What My work shows: the reader's first open notices, and how many there are."""

    lines: list[Line] = field(default_factory=list)
    total: int = 0

    @property
    def shown(self) -> list[Model]:
        """The records that it names."""
        return [each.record for each in self.lines]


def due_for(reader: Principal) -> Due:
    """The reader's open notices, the first due first: one query, and one for each type of record among them."""
    found = list(Notice.objects.visible_to(reader).open().first_due_first().with_total()[:SHOWN])
    lines = lines_of(found, reader)
    left_out = len(found) - len(lines)
    return Due(lines, total=getattr(found[0], "total", 0) - left_out if found else 0)


def lines_of(notices: Iterable[Notice], reader: Principal) -> list[Line]:
    """These notices with their records, in one query for each type of record. Needs notices that are `visible_to`.

    One that cannot be worded is logged and left out, so that the page shows the others.
    """
    notices = list(notices)
    visible = records.visible_by_key((each.key for each in notices), reader, only_names=True)
    today = timezone.localdate()
    return [
        Line(
            notice=each,
            sentence=sentence,
            record=visible[each.key],
            title=records.title_of(each.key, visible[each.key]),
            address=records.link_of(each.key, visible[each.key], reader),
            today=today,
        )
        for each in notices
        if each.key in visible  # withheld since the notices were read
        and (sentence := _sentence_of(each))
    ]


def _sentence_of(notice: Notice) -> str:
    """Empty if it cannot be worded. The log has no details, because they are sensitive."""
    try:
        return notice.sentence
    except CannotBeWorded as error:
        log.error("a notice cannot be worded", notice=notice.pk, kind=notice.kind, error=str(error))
        return ""
