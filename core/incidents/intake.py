"""What partner systems send about incidents: the schema of a row, and what it is checked against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from core.access.intake import Code, Error, Storable, invalid, text
from core.agencies.models import Agency, Source
from core.incidents import occurrence
from core.incidents.models import IncidentType, Qualifier
from core.incidents.occurrence import OCCURRED_DESCRIPTION, Occurrence
from core.records.intake import SentRowIn, SourceTerms

OCCURRED = {
    "type": "string",
    "description": OCCURRED_DESCRIPTION,
    "examples": ["2026-11", "2026-11-16", "2026-11-16T22:10"],
}
GRADING = {"level", "handling", "protective_marking"}


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


class IncidentIn(SentRowIn):
    """One report, as the source system sends it."""

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

    @model_validator(mode="after")
    def _both_coordinates(self) -> IncidentIn:
        if (self.longitude is None) != (self.latitude is None):
            raise invalid("Send longitude and latitude, or neither.")
        if _in_the_uk(self.latitude, self.longitude):
            raise invalid(
                "Longitude and latitude look swapped. In the UK longitude is from -9 to 2 and latitude from 49 to 61."
            )
        return self

    def content(self) -> str:
        """As in the base, but with the grading last. Digests of stored incidents were made in this order."""
        report = self.model_dump_json(exclude={*self.not_content, *GRADING})
        return f"{report[:-1]},{self.model_dump_json(include=GRADING)[1:]}"

    def errors(self, terms: Terms) -> Iterator[Error]:
        """Errors for codes that are not in use here."""
        kind = terms.types.get(self.type)
        if kind is None:
            yield {"field": "type", "reason": f"{self.type} is not a behaviour or crime category in use here."}
        elif self.asb_type and kind.kind != IncidentType.Kind.BEHAVIOUR:
            reason = f"{kind.name} is a crime. Send asb_type for antisocial behaviour only."
            yield {"field": "asb_type", "reason": reason}
        for code in self.qualifiers:
            if code not in terms.qualifiers:
                yield {"field": "qualifiers", "reason": f"{code} is not a qualifier in use here."}
        if self.told_to and self.told_to.casefold() not in terms.agencies:
            yield {"field": "told_to", "reason": f"No agency here has the code or name {self.told_to}."}

    def values(self, terms: Terms) -> dict[str, Any]:
        """All values of an incident except its neighbourhood."""
        return {
            "type_id": terms.types[self.type].pk,
            "asb_type": self.asb_type or "",
            "qualifiers": sorted(set(self.qualifiers)),
            "occurred_at": self.occurred.at,
            "precision": self.occurred.precision,
            "location": self.location,
            "longitude": self.longitude,
            "latitude": self.latitude,
            "narrative": self.narrative,
            "outcome": self.outcome,
            "told_to_id": terms.agencies.get(self.told_to.casefold(), terms.source.agency_id),
        }


@dataclass(frozen=True)
class Terms(SourceTerms):
    """The codes that a source's rows may use, and the source with its defaults."""

    types: dict[str, IncidentType]
    qualifiers: set[str]
    agencies: dict[str, int]  # ids by code, and by name, in lower case

    @classmethod
    def of(cls, source: Source) -> Self:
        """The code lists in use and the current partner agencies: three queries."""
        agencies = list(Agency.objects.present().values_list("pk", "code", "name"))
        by_name = {name.casefold(): pk for pk, _, name in agencies}
        return cls(
            source=source,
            types={each.code: each for each in IncidentType.objects.in_use()},
            qualifiers=set(Qualifier.objects.in_use().values_list("code", flat=True)),
            agencies={**by_name, **{code.casefold(): pk for pk, code, _ in agencies}},
        )
