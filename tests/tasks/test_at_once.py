"""Two transactions change or write one notice at the same moment."""

import pytest
from django.db import transaction

from core.access.roles import Spoc
from core.accounts.models import User
from core.agencies.models import Agency
from core.audit.models import Entry
from core.tasks.actions import complete_notice
from core.tasks.models import Notice
from core.tasks.recipients import spocs_of
from tenants import current
from tests.concurrency import ConcurrentTransaction
from tests.personas import agency, member
from tests.reports import source_of
from tests.tasks.notices import told_of_refused_rows

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
            complete_notice(notice=notice, by=sam)
            second = ConcurrentTransaction(lambda: complete_notice(notice=notice, by=olive).done_by_id)

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
