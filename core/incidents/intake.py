"""What partner systems send about incidents: the schema of a row, and what it is checked against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

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

from core.access.grading import ConditionsError, conditions_error
from core.access.intake import Code, Error, RowIn, Storable, invalid, text
from core.access.markings import MARKINGS, SECRET_AND_ABOVE, plain_marking
from core.agencies.models import Agency, Source
from core.incidents import occurrence
from core.incidents.models import Incident, IncidentType, Qualifier
from core.incidents.occurrence import OCCURRED_DESCRIPTION, Occurrence

OCCURRED = {
    "type": "string",
    "description": OCCURRED_DESCRIPTION,
    "examples": ["2026-11", "2026-11-16", "2026-11-16T22:10"],
}
CONDITIONS_ERRORS = {
    ConditionsError.MISSING: "C needs at least one condition: A1, A2, A3, S1 or S2.",
    ConditionsError.UNEXPECTED: "Only C has conditions. Send C, or no conditions.",
}


def _visible(reason: str) -> str:
    if reason and not any(each.isprintable() and not each.isspace() for each in reason):
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


def _occurrence(text: Any) -> Occurrence:
    if not isinstance(text, str):
        raise invalid("Write this as text.")
    try:
        return occurrence.read(text)
    except ValueError as error:
        raise invalid(str(error)) from None


def _in_the_uk(longitude: float | None, latitude: float | None) -> bool:
    """Whether a point is in the rectangle around the UK, which contains no point with its coordinates swapped."""
    if longitude is None or latitude is None:
        return False
    return -9 <= longitude <= 2 and 49 <= latitude <= 61


class HandlingIn(BaseModel):
    """A 3x5x2 grading of this report, if it differs from the source's default."""

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


class IncidentIn(RowIn):
    """One report, as the source system sends it."""

    not_content = frozenset({"lower_level_reason", "drop_conditions_reason"})

    source_reference: Annotated[
        str,
        text(120, 1),
        Storable,
        Field(description="Your reference. Sent again, it updates the same incident"),
    ]
    type: Annotated[Code, Field(description="Code of a behaviour or crime category", examples=["rowdy-gathering"])]
    asb_type: Annotated[
        Literal["personal", "nuisance", "environmental"] | None,
        Field(description="For behaviour only: who it is aimed at"),
    ] = None
    qualifiers: Annotated[list[Code], Field(max_length=20, description="Codes, such as alcohol")] = []
    occurred: Annotated[Occurrence, PlainValidator(_occurrence), PlainSerializer(str), WithJsonSchema(OCCURRED)]
    location: Annotated[str, text(200), Storable, Field(description="In words")] = ""
    longitude: Annotated[
        float | None, Field(ge=-180, le=180, strict=True, allow_inf_nan=False, description="WGS84")
    ] = None
    latitude: Annotated[float | None, Field(ge=-90, le=90, strict=True, allow_inf_nan=False, description="WGS84")] = (
        None
    )
    narrative: Annotated[str, text(10_000), Storable, Field(description="What was reported")] = ""
    outcome: Annotated[str, text(200), Storable] = ""
    told_to: Annotated[
        str, text(120), Storable, Field(description="Code or name of the agency it was reported to; yours if left out")
    ] = ""
    level: Annotated[
        int | None,
        Field(
            ge=1,
            le=4,
            strict=True,
            description="Access level, if above the source's default. If left out, a report keeps its level",
        ),
    ] = None
    lower_level_reason: Annotated[
        str,
        text(500),
        Storable,
        AfterValidator(_visible),
        Field(description="Why `level` is lower than before. The audit trail keeps it"),
    ] = ""
    handling: Annotated[
        HandlingIn | None,
        Field(description="If it differs from the source's default. If left out, a report keeps its grading"),
    ] = None
    drop_conditions_reason: Annotated[
        str,
        text(500),
        Storable,
        AfterValidator(_visible),
        Field(description="Why `handling` has fewer conditions than before. The audit trail keeps it"),
    ] = ""
    protective_marking: Annotated[
        str, AfterValidator(_official), Field(description="OFFICIAL or OFFICIAL-SENSITIVE. Anything above is refused")
    ] = "OFFICIAL-SENSITIVE"

    @model_validator(mode="after")
    def _both_coordinates(self) -> IncidentIn:
        if (self.longitude is None) != (self.latitude is None):
            raise invalid("Send longitude and latitude, or neither.")
        if _in_the_uk(self.latitude, self.longitude):
            raise invalid(
                "Longitude and latitude look swapped. In the UK longitude is from -9 to 2 and latitude from 49 to 61."
            )
        return self

    @model_validator(mode="after")
    def _reasons_have_their_field(self) -> IncidentIn:
        if self.lower_level_reason and self.level is None:
            raise invalid("Send level with a lower_level_reason.")
        if self.drop_conditions_reason and self.handling is None:
            raise invalid("Send handling with a drop_conditions_reason.")
        return self


@dataclass(frozen=True)
class Terms:
    """The codes that a source's rows may use, and the source with its defaults."""

    source: Source
    types: dict[str, IncidentType]
    qualifiers: set[str]
    agencies: dict[str, int]  # ids by code, and by name, in lower case

    @classmethod
    def of(cls, source: Source) -> Terms:
        """The code lists in use and the current partner agencies: three queries."""
        agencies = list(Agency.objects.present().values_list("pk", "code", "name"))
        by_name = {name.casefold(): pk for pk, _, name in agencies}
        return cls(
            source=source,
            types={each.code: each for each in IncidentType.objects.in_use()},
            qualifiers=set(Qualifier.objects.in_use().values_list("code", flat=True)),
            agencies={**by_name, **{code.casefold(): pk for pk, code, _ in agencies}},
        )


def check(row: IncidentIn, terms: Terms) -> Iterator[Error]:
    """Errors for codes that are not in use here, and for a level below that of the source."""
    kind = terms.types.get(row.type)
    if kind is None:
        yield {"field": "type", "reason": f"{row.type} is not a behaviour or crime category in use here."}
    elif row.asb_type and kind.kind != IncidentType.Kind.BEHAVIOUR:
        yield {"field": "asb_type", "reason": f"{kind.name} is a crime; only antisocial behaviour has such a type."}
    for code in row.qualifiers:
        if code not in terms.qualifiers:
            yield {"field": "qualifiers", "reason": f"{code} is not a qualifier in use here."}
    if row.told_to and row.told_to.casefold() not in terms.agencies:
        yield {"field": "told_to", "reason": f"No agency here has the code or name {row.told_to}."}
    if row.level is not None and row.level < terms.source.level:
        yield {"field": "level", "reason": f"Reports of this source have level {terms.source.level} or above."}


def incident_from(row: IncidentIn, terms: Terms) -> Incident:
    """An unsaved incident from a checked row, without reference, neighbourhood, `received_at` and `updated_at`."""
    source = terms.source
    return Incident(
        source=source,
        source_reference=row.source_reference,
        content_digest=row.content_digest,
        owner_id=source.agency_id,
        type_id=terms.types[row.type].pk,
        asb_type=row.asb_type or "",
        qualifiers=sorted(set(row.qualifiers)),
        occurred_at=row.occurred.at,
        precision=row.occurred.precision,
        location=row.location,
        longitude=row.longitude,
        latitude=row.latitude,
        narrative=row.narrative,
        outcome=row.outcome,
        told_to_id=terms.agencies.get(row.told_to.casefold(), source.agency_id),
        purpose=source.purpose,
        level=row.level or source.level,
        **_grading(row.handling, source),
    )


def _grading(stated: HandlingIn | None, source: Source) -> dict[str, Any]:
    """The row's 3x5x2 grading, or its source's."""
    if stated is None:
        return {
            "source_evaluation": source.source_evaluation,
            "information_assessment": source.information_assessment,
            "handling": source.handling,
            "handling_conditions": list(source.handling_conditions),
        }
    return {
        "source_evaluation": stated.source_evaluation,
        "information_assessment": stated.information_assessment,
        "handling": stated.sharing,
        "handling_conditions": sorted(set(stated.conditions)),
    }
