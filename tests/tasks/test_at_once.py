"""Two transactions change or write one notice at the same moment."""

from typing import Any

import pytest
from django.db import transaction

from core.access.roles import Spoc
from core.accounts.models import User
from core.agencies.models import Agency
from core.audit.models import Entry
from core.intake.notices import ROWS_REFUSED
from core.records.notices import PROTECTION_LOOSENED
from core.tasks import actions
from core.tasks.actions import NoticeChanged, complete_notice
from core.tasks.models import Notice
from core.tasks.recipients import spocs_of
from tenants import current
from tests.concurrency import ConcurrentTransaction
from tests.personas import agency, member
from tests.reports import incident, source_of
from tests.tasks.notices import told_of, told_of_refused_rows

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def spoc(name: str, of: Agency) -> User:
    """A single point of contact as a view gets them."""
    membership = member(name, of=of, role=Spoc)
    membership.user.acting = membership.as_acting()
    return membership.user


def test_two_single_points_of_contact_mark_one_notice_once() -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        sam, olive = spoc("Sam Castle", police), spoc("Olive Reed", police)
        notice = told_of_refused_rows(source_of(police), spocs_of(police.pk))

        with transaction.atomic():
            complete_notice(notice=notice, seen=notice.digest, by=sam)
            second = ConcurrentTransaction(
                lambda: complete_notice(notice=notice, seen=notice.digest, by=olive).done_by_id
            )

        assert second.result() == sam.pk
        assert Notice.objects.get().done_by == sam
        assert Entry.objects.filter(event="notice.completed").count() == 1


def test_two_causes_at_once_write_one_notice() -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        source = source_of(police)

        with transaction.atomic():
            told_of_refused_rows(source, spocs_of(police.pk))
            second = ConcurrentTransaction(lambda: told_of_refused_rows(source, spocs_of(police.pk)).pk)

        assert second.result() == Notice.objects.get().pk


def test_a_cause_that_is_rolled_back_leaves_the_other_its_notice() -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        source = source_of(police)

        with transaction.atomic():
            told_of_refused_rows(source, spocs_of(police.pk))
            second = ConcurrentTransaction(lambda: told_of_refused_rows(source, spocs_of(police.pk)).pk)
            transaction.set_rollback(True)

        assert second.result() == Notice.objects.get().pk


def test_a_second_cause_during_the_first_is_told() -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        source, to = source_of(police), spocs_of(police.pk)

        with transaction.atomic():
            told_of_refused_rows(source, to)
            second = ConcurrentTransaction(lambda: told_of(ROWS_REFUSED, source, to, refused=500, rows=500).sentence)

        assert second.result() == "500 of 500 rows were refused"
        assert Notice.objects.get().sentence == "500 of 500 rows were refused"


def test_a_cause_while_the_notice_is_marked_as_done_is_told_by_another() -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        source, to, sam = source_of(police), spocs_of(police.pk), spoc("Sam Castle", police)
        first = told_of_refused_rows(source, to)

        with transaction.atomic():
            complete_notice(notice=first, seen=first.digest, by=sam)
            second = ConcurrentTransaction(lambda: told_of(ROWS_REFUSED, source, to, refused=500, rows=500).pk)

        assert second.result() == Notice.objects.open().get().pk
        assert Notice.objects.count() == 2


def test_what_changes_while_it_is_marked_as_done_stays_open() -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        source, to, sam = source_of(police), spocs_of(police.pk), spoc("Sam Castle", police)
        shown = told_of_refused_rows(source, to)

        with transaction.atomic():
            told_of(ROWS_REFUSED, source, to, refused=500, rows=500)
            done = ConcurrentTransaction(lambda: complete_notice(notice=shown, seen=shown.digest, by=sam))

        with pytest.raises(NoticeChanged):
            done.result()
        assert Notice.objects.get().is_open


def test_two_further_causes_at_once_are_both_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        about = incident(of=police)

        def dropped(condition: str) -> Notice:
            to = spocs_of(police.pk)
            return told_of(PROTECTION_LOOSENED, about, to, was=1, level=1, conditions=[condition])

        dropped("A1")
        unite, second = actions._unite, []

        def unite_late(opened: Any, drafts: Any) -> None:
            monkeypatch.setattr(actions, "_unite", unite)
            second.append(ConcurrentTransaction(lambda: dropped("A3")))
            unite(opened, drafts)

        monkeypatch.setattr(actions, "_unite", unite_late)
        dropped("A2")
        second[0].result()

        assert Notice.objects.get().details["conditions"] == ["A1", "A2", "A3"]
