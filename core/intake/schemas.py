"""What goes in and out of the web API, as its OpenAPI document shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core.access.grading import ConditionsError, conditions_error
from core.access.markings import MARKINGS, SECRET_AND_ABOVE, plain_marking
from core.access.schemas import Refusal
from core.incidents import occurrence
from core.incidents.occurrence import OCCURRED_WORDS, Occurrence

MOST_ROWS = 1_000
OCCURRED = {
    "type": "string",
    "description": OCCURRED_WORDS,
    "examples": ["2026-11", "2026-11-16", "2026-11-16T22:10"],
}

CONDITIONS_ERRORS = {
    ConditionsError.MISSING: "C needs at least one condition: A1, A2, A3, S1 or S2.",
    ConditionsError.UNEXPECTED: "Only C carries conditions. Send C, or no conditions.",
}


def in_words(words: str) -> PydanticCustomError:
    """An error whose message is fit for whoever must put the row right."""
    return PydanticCustomError("in_words", words)


def _storable(text: str) -> str:
    if "\x00" in text:
        raise in_words("Take out the NUL character; it cannot be kept.")
    return text


def _official(marking: str) -> str:
    marking = plain_marking(marking)
    if marking in SECRET_AND_ABOVE:
        raise in_words(
            f"SafetyNet holds information up to OFFICIAL-SENSITIVE. This is marked {marking}: it was not kept. "
            "Ask its originator what may be shared, and send that."
        )
    if marking not in MARKINGS:
        raise in_words("Choose OFFICIAL or OFFICIAL-SENSITIVE.")
    return marking


def _occurrence(text: Any) -> Occurrence:
    if not isinstance(text, str):
        raise in_words("Write this as text.")
    try:
        return occurrence.read(text)
    except ValueError as error:
        raise in_words(str(error)) from None


def _in_the_uk(longitude: float | None, latitude: float | None) -> bool:
    """Whether a point lies in the rectangle around the UK. With its coordinates swapped, no such point does."""
    if longitude is None or latitude is None:
        return False
    return -9 <= longitude <= 2 and 49 <= latitude <= 61


def _text(most: int, least: int = 0) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Storable = AfterValidator(_storable)
Code = Annotated[str, _text(60, 1), Storable]


class HandlingIn(Schema):
    """A 3x5x2 grading of this report, where it is not the source's default."""

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
            raise in_words(CONDITIONS_ERRORS[error])
        return self


class IncidentIn(Schema):
    """One report, as the source's own system knows it."""

    model_config = ConfigDict(extra="forbid")

    source_reference: Annotated[
        str, _text(120, 1), Storable, Field(description="Yours. The same reference is never a second incident.")
    ]
    type: Annotated[Code, Field(description="Code of a behaviour or crime category", examples=["rowdy-gathering"])]
    asb_type: Annotated[
        Literal["personal", "nuisance", "environmental"] | None,
        Field(description="For behaviour: whom it is aimed at"),
    ] = None
    qualifiers: Annotated[list[Code], Field(max_length=20, description="Codes, as in alcohol")] = []
    occurred: Annotated[Occurrence, PlainValidator(_occurrence), PlainSerializer(str), WithJsonSchema(OCCURRED)]
    location: Annotated[str, _text(200), Storable, Field(description="The place in words")] = ""
    longitude: Annotated[
        float | None, Field(ge=-180, le=180, strict=True, allow_inf_nan=False, description="WGS84")
    ] = None
    latitude: Annotated[float | None, Field(ge=-90, le=90, strict=True, allow_inf_nan=False, description="WGS84")] = (
        None
    )
    narrative: Annotated[str, _text(10_000), Storable, Field(description="What was reported")] = ""
    outcome: Annotated[str, _text(200), Storable] = ""
    told_to: Annotated[
        str, _text(120), Storable, Field(description="Code or name of the agency that was told; yours if left out")
    ] = ""
    level: Annotated[
        int | None,
        Field(
            ge=1,
            le=4,
            strict=True,
            description="Access level, where it is above the source's default. If left out, a report keeps its level",
        ),
    ] = None
    lower_level_reason: Annotated[
        str, _text(500), Storable, Field(description="Why `level` is lower than before. The audit record keeps it")
    ] = ""
    handling: Annotated[
        HandlingIn | None,
        Field(description="Where it is not the source's default. If left out, a report keeps its grading"),
    ] = None
    drop_conditions_reason: Annotated[
        str,
        _text(500),
        Storable,
        Field(description="Why `handling` has fewer conditions than before. The audit record keeps it"),
    ] = ""
    protective_marking: Annotated[
        str, AfterValidator(_official), Field(description="OFFICIAL or OFFICIAL-SENSITIVE; nothing above is taken")
    ] = "OFFICIAL-SENSITIVE"

    @model_validator(mode="after")
    def _both_coordinates(self) -> IncidentIn:
        if (self.longitude is None) != (self.latitude is None):
            raise in_words("Send longitude and latitude, or neither.")
        if _in_the_uk(self.latitude, self.longitude):
            raise in_words(
                "Longitude and latitude look swapped. In the UK longitude is from -9 to 2 and latitude from 49 to 61."
            )
        return self

    @model_validator(mode="after")
    def _reasons_with_what_they_explain(self) -> IncidentIn:
        if self.lower_level_reason and self.level is None:
            raise in_words("Send level with a lower_level_reason.")
        if self.drop_conditions_reason and self.handling is None:
            raise in_words("Send handling with a drop_conditions_reason.")
        return self


def _as_sent(value: Any, _: Any) -> Any:
    """Rows are checked one by one later, so that a bad one holds up none of the others."""
    return value


class BatchIn(Schema):
    """Up to 1,000 reports. Each is answered on its own."""

    model_config = ConfigDict(extra="forbid")

    incidents: Annotated[
        list[Annotated[IncidentIn, WrapValidator(_as_sent)]], Field(min_length=1, max_length=MOST_ROWS)
    ]


class RowOut(Schema):
    """What became of one row."""

    position: Annotated[int, Field(description="From 0, as sent")]
    source_reference: str
    outcome: Literal["created", "updated", "unchanged", "refused"]
    reference: Annotated[str | None, Field(description="Of the incident, as in 2026-118391")]
    errors: list[Refusal]


class BatchOut(Schema):
    """What became of a batch. The same batch sent again under the same key is answered the same."""

    id: UUID
    received_at: datetime
    created: int
    updated: int
    unchanged: int
    refused: int
    rows: list[RowOut]
