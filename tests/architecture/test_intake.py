"""Every record type that partner systems may send declares it completely."""

from collections import Counter
from typing import Any

import pytest

from core.access import records
from core.access.intake import IntakeType
from core.access.records import RecordType
from core.access.roles import PartnerSystem
from core.intake.models import Row

SENT: list[tuple[RecordType, IntakeType[Any, Any]]] = [
    (each, each.intake) for each in records.types() if each.intake is not None
]
by_segment = pytest.mark.parametrize(("record_type", "intake"), SENT, ids=lambda each: getattr(each, "segment", ""))


def test_no_two_types_share_a_url_or_a_scope() -> None:
    segments = Counter(intake.segment for _, intake in SENT)
    scopes = Counter(scope for _, intake in SENT for scope in intake.scopes)

    assert {*segments.values(), *scopes.values()} == {1}


@by_segment
def test_only_partner_systems_may_send(record_type: RecordType, intake: IntakeType[Any, Any]) -> None:
    assert intake.permission.roles == {PartnerSystem}
    assert not intake.permission.only_reads


@by_segment
def test_the_identifying_field_is_required_and_fits_the_row(
    record_type: RecordType, intake: IntakeType[Any, Any]
) -> None:
    field = intake.schema.model_fields[intake.schema.identified_by]
    limits = [each.max_length for each in field.metadata if getattr(each, "max_length", None)]

    assert field.is_required()
    assert limits
    assert max(limits) <= (Row._meta.get_field("source_reference").max_length or 0)


@by_segment
def test_a_field_that_does_not_exist_is_refused(record_type: RecordType, intake: IntakeType[Any, Any]) -> None:
    assert intake.schema.model_config["extra"] == "forbid"
    assert intake.schema.not_content <= intake.schema.model_fields.keys()


@by_segment
def test_answers_name_a_record_by_one_of_its_fields(record_type: RecordType, intake: IntakeType[Any, Any]) -> None:
    assert record_type.model._meta.get_field(intake.reference)
    assert intake.shown().model is record_type.model
