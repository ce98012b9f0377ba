"""A notice is written with its cause, once for each recipient."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.agencies.models import Agency
from core.incidents.models import Incident
from core.intake.notices import ROWS_REFUSED, SECRET_UNUSED
from core.records.notices import PROTECTION_LOOSENED
from core.tasks import actions, kinds
from core.tasks.models import Notice
from core.tasks.querysets import NoticeQuerySet
from core.tasks.recipients import member, spocs_of
from tests.personas import Persona
from tests.reports import incident, source_of
from tests.tasks.notices import told_of, told_of_loosening, told_of_refused_rows


def test_the_kind_says_how_long_the_recipient_has(police: Agency) -> None:
    notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))

    assert notice.due_on == timezone.localdate() + timedelta(days=7)
    assert notice.sentence == "3 of 40 rows were refused"


def test_a_recipient_has_one_open_notice_of_a_kind_about_a_record(
    alice: Persona, bob: Persona, police: Agency
) -> None:
    about = incident(of=police)
    first = told_of_loosening(about, member(alice.membership.pk), due_in=1)
    told_of_loosening(about, member(alice.membership.pk), due_in=9)
    told_of_loosening(about, spocs_of(police.pk))
    told_of_loosening(about, spocs_of(police.pk))

    assert Notice.objects.count() == 2
    assert Notice.objects.get(membership=alice.membership).due_on == first.due_on

    told_of_loosening(about, member(bob.membership.pk))
    told_of_loosening(incident(of=police), member(alice.membership.pk))
    actions.complete_notice(notice=first, seen=first.digest, by=alice.acting_user)
    told_of_loosening(about, member(alice.membership.pk))

    assert Notice.objects.count() == 5


def test_a_cause_that_is_rolled_back_leaves_none(police: Agency) -> None:
    with transaction.atomic():
        told_of_refused_rows(source_of(police), spocs_of(police.pk))
        assert Notice.objects.exists()
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_it_is_written_inside_a_transaction_only(police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    about = source_of(police)
    outside = SimpleNamespace(in_atomic_block=False)  # the test itself is in a transaction
    with monkeypatch.context() as patched:
        patched.setattr(transaction, "get_connection", lambda: outside)

        with pytest.raises(transaction.TransactionManagementError, match="transaction of its cause"):
            actions.notify(ROWS_REFUSED, about=about, to=spocs_of(police.pk), refused=1, rows=1)
        with pytest.raises(transaction.TransactionManagementError, match="transaction of its cause"):
            actions.withdraw([ROWS_REFUSED], about=about)


def loosened(records: Sequence[Incident], was: int, level: int, *conditions: str) -> int:
    """Writes a notice about each record. Returns the number of statements."""
    to = spocs_of(records[0].owner_id)
    details: dict[str, Any] = {"was": was, "level": level, "conditions": list(conditions)}
    drafts = [actions.drafted(PROTECTION_LOOSENED, about=each, to=to, **details) for each in records]
    with CaptureQueriesContext(connection) as captured:
        actions.write(drafts)
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("number", [2, 20])
def test_many_take_as_many_statements_as_few(police: Agency, number: int) -> None:
    records = [incident(of=police) for _ in range(number)]

    assert loosened(records, 3, 2) == 2
    assert loosened(records, 2, 1) == 3

    assert {notice.details["level"] for notice in Notice.objects.all()} == {1}
    assert Notice.objects.count() == number


def test_a_second_loosening_is_told_together_with_the_first(police: Agency) -> None:
    records = [incident(of=police)]
    loosened(records, 3, 2, "A1")

    loosened(records, 2, 1, "A2")

    assert Notice.objects.get().sentence == (
        "The source system lowered the access level from 3 to 1 and dropped the handling conditions A1, A2"
    )


def test_a_loosening_after_the_level_was_raised_is_from_the_raised_level(police: Agency) -> None:
    records = [incident(of=police)]
    loosened(records, 2, 1)

    loosened(records, 4, 3)

    assert Notice.objects.get().sentence == "The source system lowered the access level from 4 to 3"


def test_of_refused_rows_the_newest_batch_is_told(police: Agency) -> None:
    source, to = source_of(police), spocs_of(police.pk)
    first = told_of_refused_rows(source, to)

    again = told_of(ROWS_REFUSED, source, to, refused=500, rows=500)

    assert (again.pk, again.due_on) == (first.pk, first.due_on)
    assert again.sentence == "500 of 500 rows were refused"


def test_details_of_an_earlier_release_are_replaced(police: Agency) -> None:
    records = [incident(of=police)]
    loosened(records, 3, 2)
    Notice.objects.update(details={"level": 2})

    loosened(records, 2, 1)

    assert Notice.objects.get().details == {"was": 2, "level": 1, "conditions": []}


def test_a_cause_is_told_even_if_the_open_notice_is_done_before_it_is_locked(
    alice: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    about, to = incident(of=police), member(alice.membership.pk)
    first = told_of_loosening(about, to)
    like = NoticeQuerySet.like

    def done_meanwhile(notices: NoticeQuerySet, drafts: Sequence[Notice]) -> NoticeQuerySet:
        actions.complete_notice(notice=first, seen=first.digest, by=alice.acting_user)
        return like(notices, drafts)

    monkeypatch.setattr(NoticeQuerySet, "like", done_meanwhile)
    again = told_of(PROTECTION_LOOSENED, about, to, was=2, level=1, conditions=[])

    assert again.pk != first.pk
    assert again.details["level"] == 1


def test_two_causes_in_one_batch_are_united(police: Agency) -> None:
    about = incident(of=police)

    actions.write(
        actions.drafted(
            PROTECTION_LOOSENED, about=about, to=spocs_of(police.pk), was=level + 1, level=level, conditions=[]
        )
        for level in (2, 1)
    )

    assert Notice.objects.get().details == {"was": 3, "level": 1, "conditions": []}


def test_the_same_record_of_another_recipient_keeps_its_details(alice: Persona, police: Agency) -> None:
    about = incident(of=police)
    theirs = told_of_loosening(about, member(alice.membership.pk))

    loosened([about], 2, 1)

    assert Notice.objects.get(pk=theirs.pk).details == theirs.details


def test_it_is_about_a_record_of_the_type_that_the_kind_declares(police: Agency) -> None:
    with pytest.raises(ValueError, match="is about Source, not Agency"):
        told_of_refused_rows(police, spocs_of(police.pk))


def test_details_are_those_that_the_kind_declares(police: Agency) -> None:
    source = source_of(police)
    for details in ({}, {"refused": 1}, {"refused": 1, "rows": 2, "name": "Jane Doe"}):
        with pytest.raises(ValueError, match="has the details"):
            actions.drafted(ROWS_REFUSED, about=source, to=spocs_of(police.pk), **details)


def test_withdrawing_leaves_other_records_and_kinds(police: Agency) -> None:
    about, other = incident(of=police), incident(of=police)
    gone = told_of_loosening(about, spocs_of(police.pk))
    told_of_loosening(other, spocs_of(police.pk))

    actions.withdraw([ROWS_REFUSED, SECRET_UNUSED], about=about)
    assert Notice.objects.open().count() == 2

    actions.withdraw([PROTECTION_LOOSENED], about=about)
    assert Notice.objects.exclude(withdrawn_at=None).get() == gone


@pytest.mark.parametrize(
    "fields", [{"membership": None}, {"agency_id": 1}, {"done_at": timezone.now()}, {"withdrawn_at": timezone.now()}]
)
def test_the_database_refuses_contradictions(alice: Persona, fields: dict[str, object]) -> None:
    notice = told_of_loosening(incident(of=alice.membership.agency), member(alice.membership.pk))
    if "withdrawn_at" in fields:
        actions.complete_notice(notice=notice, seen=notice.digest, by=alice.acting_user)
    if "agency_id" in fields:
        fields = {"agency_id": alice.membership.agency_id}

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**fields)


@pytest.mark.parametrize("kind", kinds.registered(), ids=lambda kind: kind.code)
def test_each_kind_says_what_to_do(kind: kinds.NoticeKind) -> None:
    assert kind.advice.endswith(".")
    assert kind.label[0].isupper()
