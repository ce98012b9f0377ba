"""What partner systems send about any record: its identity and its grading, and the types of common fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from core.access.grading import ConditionsError, Grading, conditions_error
from core.access.intake import Error, RowIn, Storable, invalid, text
from core.access.markings import MARKINGS, SECRET_AND_ABOVE, plain_marking
from core.access.reasons import is_given
from core.agencies.models import Source

CONDITIONS_ERRORS = {
    ConditionsError.MISSING: "C needs at least one condition: A1, A2, A3, S1 or S2.",
    ConditionsError.UNEXPECTED: "Only C has conditions. Send C, or no conditions.",
}
DAY = re.compile(r"(19|2\d)\d\d-\d\d-\d\d", re.ASCII)


def _day(value: Any) -> date:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise invalid("Write this as a date since 1900, such as 2026-11-16.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise invalid("There is no such day.") from None


Day = Annotated[
    date,
    PlainValidator(_day),
    PlainSerializer(date.isoformat),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-16"]}),
]
"""A day, sent as `2026-11-16`."""


def _reason(reason: str) -> str:
    if reason and not is_given(reason):
        raise invalid("Give the reason in words.")
    return reason


def _official(marking: str) -> str:
    marking = plain_marking(marking)
    if marking in SECRET_AND_ABOVE:
        raise invalid(
            f"SafetyNet holds information up to OFFICIAL-SENSITIVE. This is marked {marking}, so it was not stored. "
            "Ask its originator what may be shared, and send that."
        )
    if marking not in MARKINGS:
        raise invalid("Choose OFFICIAL or OFFICIAL-SENSITIVE.")
    return marking


class HandlingIn(BaseModel):
    """A 3x5x2 grading of this record, if it differs from the source's default."""

    model_config = ConfigDict(extra="forbid")

    source_evaluation: Annotated[int, Field(ge=1, le=3, description="1 reliable, 2 untested, 3 not reliable")]
    information_assessment: Annotated[Literal["A", "B", "C", "D", "E"], Field(description="From A to E")]
    sharing: Annotated[Literal["P", "C"], Field(description="P lawful sharing permitted, C with conditions")]
    conditions: Annotated[
        list[Literal["A1", "A2", "A3", "S1", "S2"]],
        Field(max_length=5, description="At least one with C, none with P"),
    ] = []

    @model_validator(mode="after")
    def _conditions_with_c(self) -> HandlingIn:
        if error := conditions_error(self.sharing, self.conditions):
            raise invalid(CONDITIONS_ERRORS[error])
        return self

    @property
    def grading(self) -> Grading:
        conditions = tuple(sorted(set(self.conditions)))
        return Grading(self.source_evaluation, self.information_assessment, self.sharing, conditions)


@dataclass(frozen=True)
class SourceTerms:
    """What the rows of a source are checked against: the source with its defaults. Subclasses add code lists."""

    source: Source

    @classmethod
    def of(cls, source: Source) -> Self:
        """Looks up what the rows of a batch need, in a fixed number of queries."""
        return cls(source)


class SentRowIn(RowIn):
    """A row about a `SentRecord`. Subclasses add the fields of their record type."""

    not_content = frozenset({"lower_level_reason", "drop_conditions_reason"})

    source_reference: Annotated[
        str,
        text(120, 1),
        Storable,
        Field(description="Your reference. Sent again, it updates the same record"),
    ]
    level: Annotated[
        int | None,
        Field(
            ge=1,
            le=4,
            strict=True,
            description="Access level, if above the source's default. If left out, a record keeps its level",
        ),
    ] = None
    lower_level_reason: Annotated[
        str,
        text(500),
        Storable,
        AfterValidator(_reason),
        Field(description="Why `level` is lower than before. The audit trail keeps it"),
    ] = ""
    handling: Annotated[
        HandlingIn | None,
        Field(description="If it differs from the source's default. If left out, a record keeps its grading"),
    ] = None
    drop_conditions_reason: Annotated[
        str,
        text(500),
        Storable,
        AfterValidator(_reason),
        Field(description="Why `handling` has fewer conditions than before. The audit trail keeps it"),
    ] = ""
    protective_marking: Annotated[
        str, AfterValidator(_official), Field(description="OFFICIAL or OFFICIAL-SENSITIVE. Anything above is refused")
    ] = "OFFICIAL-SENSITIVE"

    @model_validator(mode="after")
    def _reasons_have_their_field(self) -> Self:
        if self.lower_level_reason and self.level is None:
            raise invalid("Send level with a lower_level_reason.")
        if self.drop_conditions_reason and self.handling is None:
            raise invalid("Send handling with a drop_conditions_reason.")
        return self

    def errors(self, terms: Any) -> Iterable[Error]:
        """For subclasses: what is wrong with their fields in these terms. Queries nothing."""
        return ()

    def values(self, terms: Any) -> dict[str, Any]:
        """The values of the record's own fields, by name. By default the fields that the subclass adds."""
        return {name: getattr(self, name) for name in type(self).model_fields.keys() - SentRowIn.model_fields.keys()}

    def grading(self, source: Source) -> Grading:
        """The 3x5x2 grading of this row, or that of its source."""
        return self.handling.grading if self.handling else source.grading


def check(row: SentRowIn, terms: SourceTerms) -> Iterator[Error]:
    """What is wrong with a row in these terms. No record has a lower level than its source."""
    yield from row.errors(terms)
    yield from level_errors(row, terms.source)


def level_errors(row: SentRowIn, source: Source) -> Iterator[Error]:
    """An error for a level below that of the source."""
    if row.level is not None and row.level < source.level:
        yield {"field": "level", "reason": f"Records of this source have level {source.level} or above."}
