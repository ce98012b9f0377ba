"""Every record type is complete: what it must declare is there, and its reference is found by an index."""

import sys
from dataclasses import fields
from typing import Any

import pytest
from django.db import connection

from core.access import records
from core.access.grading import GradedQuerySet
from core.access.records import RecordType
from core.agencies.models import Agency
from core.audit import keys
from core.records.models import SentRecord
from core.records.record_types import SOURCE_REFERENCE, reference_of
from tests.personas import Persona
from tests.reports import source_of

OPTIONAL = [field.name for field in fields(RecordType) if field.default is None]

each_type = pytest.mark.parametrize("record_type", records.types(), ids=lambda each: each.code)


@each_type
def test_it_has_its_words_and_can_be_recorded(record_type: RecordType) -> None:
    assert record_type.label
    assert record_type.plural
    assert keys.checked(f"{record_type.code}:1")
    assert all(keys.resolve(f"{name}:1") == f"{record_type.code}:1" for name in record_type.former_keys)


@each_type
def test_a_user_who_acts_for_no_agency_sees_none(record_type: RecordType, alpha: str) -> None:
    nobody = type("Nobody", (), {"acting": None, "pk": 0, "is_authenticated": True})()

    assert not record_type.visible_to(nobody).exists()


@each_type
def test_its_references_are_found_by_an_index(record_type: RecordType, alpha: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    reference = record_type.reference
    while reference:
        known = reference.find(record_type.model._default_manager.all(), ["2026-000001", "x"])

        plan = known.order_by().explain()

        assert "Index Cond" in plan
        assert "Seq Scan" not in plan
        reference = reference.also


@each_type
def test_the_references_of_a_graded_record_can_be_masked(record_type: RecordType) -> None:
    """The audit trail masks what has the form of a reference. Without a form, withheld references would be shown."""
    if isinstance(record_type.model._default_manager.all(), GradedQuerySet) and record_type.reference:
        assert record_type.reference.pattern is not None
        if issubclass(record_type.model, SentRecord):
            assert record_type.reference.also == SOURCE_REFERENCE


@pytest.mark.parametrize("typed", ["T-2026-12", "t-2026-12"])
def test_the_reference_of_a_series_is_found_in_a_text(typed: str) -> None:
    class Tasking(SentRecord):
        series = "T"

        class Meta(SentRecord.Meta):
            abstract = True

    model: Any = Tasking
    reference = reference_of(model)

    assert [*reference.found_in(f"See {typed}, not XT-2026-13, T-26-14 or T-2026-12-15.")] == [typed]


@pytest.mark.parametrize("typed", ["POL", "pol", "Pol"])
def test_a_reference_is_found_however_it_was_typed(police: Agency, typed: str) -> None:
    assert records.keys_known_as(typed) == [keys.key_of(police)]


def test_only_users_who_may_open_a_page_get_its_link(alice: Persona, dana: Persona, police: Agency) -> None:
    source = source_of(police)
    key = keys.key_of(source)

    assert records.link_of(key, source, dana.acting_user) == f"/source-systems/{source.code}/change/"
    assert records.link_of(key, source, alice.acting_user) == ""


def test_parts_that_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what each type leaves out, so that a new type's gaps are seen and meant."""
    left_out = {each.code: [name for name in OPTIONAL if getattr(each, name) is None] for each in records.types()}

    with capsys.disabled():
        sys.stdout.write("\n")
        for code, names in left_out.items():
            sys.stdout.write(f"{code:<20} leaves out: {', '.join(names) or 'nothing'}\n")

    assert {*left_out} >= {"agencies.agency", "accounts.user", "incidents.incident"}
