"""Every change to notices. Other apps call `notify` and `withdraw` in the transaction of the cause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core.access.principal import Principal
from core.audit import recording
from core.audit.keys import checked, key_of
from core.tasks import events, rules
from core.tasks.kinds import NoticeKind
from core.tasks.models import Notice, Slot
from core.tasks.recipients import Recipient


class NoticeChanged(Exception):
    """Raised when a notice has other details than those that the person was shown."""


def notify(kind: NoticeKind, *, about: Model, to: Recipient, due_on: date | None = None, **details: Any) -> None:
    """Tells a recipient something about a record.

    If the same recipient has an open notice of this kind about the record, its details are united with these, and it
    keeps its due date.
    """
    write([drafted(kind, about=about, to=to, due_on=due_on, **details)])


def drafted(kind: NoticeKind, *, about: Model, to: Recipient, due_on: date | None = None, **details: Any) -> Notice:
    """A notice that is not yet written, for `write`. Without `due_on`, the kind says how long the recipient has.

    Raises NotRegistered for a record of no registered type, and ValueError for one of a type, or for details, that the
    kind does not declare.
    """
    if not isinstance(about, kind.about):
        raise ValueError(f"{kind.code} is about {kind.about.__name__}, not {type(about).__name__}.")
    record_type, _, record_id = checked(key_of(about)).partition(":")
    if due_on is None and kind.within_days is not None:
        due_on = timezone.localdate() + timedelta(days=kind.within_days)
    return Notice(
        kind=kind.code,
        record_type=record_type,
        record_id=int(record_id),
        due_on=due_on,
        membership_id=to.membership_id,
        agency_id=to.agency_id,
        details=kind.checked(details),
    )


def write(notices: Iterable[Notice]) -> None:
    """Writes notices, and unites the details of those that their recipients have open already.

    It takes three statements for any number of notices: one inserts, one locks, one changes details. Raises
    TransactionManagementError outside a transaction: a notice must be rolled back with its cause.
    """
    if drafts := list(notices):
        _needs_transaction()
    while drafts:
        Notice.objects.bulk_create(drafts, ignore_conflicts=True)
        opened = {each.slot: each for each in Notice.objects.open().like(drafts).select_for_update().order_by("pk")}
        _unite(opened, drafts)
        drafts = [each for each in drafts if each.slot not in opened]  # done or withdrawn between the two statements


def _unite(opened: Mapping[Slot, Notice], drafts: Iterable[Notice]) -> None:
    """Changes the details of open notices where drafts say something else."""
    changed = {}
    for draft in drafts:
        notice = opened.get(draft.slot)
        if notice and (details := notice.declared.united(notice.details, draft.details)) != notice.details:
            notice.details = details
            changed[notice.pk] = notice
    if changed:
        Notice.objects.bulk_update(changed.values(), ["details"])


def withdraw(kinds: Collection[NoticeKind], *, about: Model, agency_id: int | None = None) -> None:
    """Withdraws the open notices of these kinds about a record, because their cause is gone.

    With `agency_id`, only those for this agency and its people.
    """
    _needs_transaction()
    theirs = Notice.objects.open().about(key_of(about)).of_kinds([kind.code for kind in kinds])
    if agency_id is not None:
        theirs = theirs.for_agency(agency_id)
    theirs.update(withdrawn_at=timezone.now())


@transaction.atomic
def complete_notice(*, notice: Notice, seen: str, by: Principal) -> Notice:
    """Marks a notice as done. One that is done already stays as it is.

    `seen` is the digest of the details that the person was shown. Raises NoticeChanged if they are others now, and
    Refused.
    """
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    rules.can_complete(locked, by).enforce()
    if locked.done_at is None:
        if locked.digest != seen:
            raise NoticeChanged
        locked.done_at, locked.done_by_id = timezone.now(), by.pk
        locked.save(update_fields=["done_at", "done_by"])
        _record(locked, by)
    return locked


def _record(notice: Notice, by: Principal) -> None:
    details = {"notice": notice.kind}
    recording.drafted(events.COMPLETED, by=by, records=[notice.key], details=details).save(force_insert=True)


def _needs_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A notice is written in the transaction of its cause.")
