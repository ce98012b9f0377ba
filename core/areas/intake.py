"""What partner systems send about areas: the schema of a row, and what it needs to become an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from core.access.intake import RowIn, Storable, invalid, text
from core.areas.codes import CODE

if TYPE_CHECKING:
    from core.agencies.models import Source
    from core.areas.boundaries import Shape

POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
POLYGON = {"type": "array", "items": {"type": "array", "items": POSITION}}
GEOJSON = {
    "description": "A valid GeoJSON Polygon or MultiPolygon in degrees of longitude and latitude (WGS84)",
    "oneOf": [
        {
            "type": "object",
            "properties": {"type": {"const": name}, "coordinates": coordinates},
            "required": ["type", "coordinates"],
        }
        for name, coordinates in (("Polygon", POLYGON), ("MultiPolygon", {"type": "array", "items": POLYGON}))
    ],
}


def _code(value: str) -> str:
    if not CODE.fullmatch(value):
        raise invalid("Use up to 60 letters, digits, hyphens and underscores, but not mine, nowhere or outside.")
    return value


def _geometry(geojson: Any) -> Any:
    from core.areas import boundaries  # imports numpy and shapely (0.4 s), which most commands do not need

    try:
        return boundaries.valid_geometry(geojson)
    except boundaries.Unreadable as error:
        raise invalid(str(error)) from None


def _wkb(geometry: Any) -> str:
    return str(geometry.wkb_hex)


class AreaIn(RowIn):
    """One area, as a partner system sends it."""

    identified_by = "code"

    code: Annotated[
        str,
        text(60, 1),
        AfterValidator(_code),
        Field(description="Sent again, it updates the same area", examples=["E05002455"]),
    ]
    name: Annotated[str, text(120, 1), Storable]
    level: Annotated[
        Literal["county", "district", "neighbourhood"],
        Field(description="Incidents are found in neighbourhoods, the lowest level"),
    ]
    parent: Annotated[
        str,
        text(60),
        Storable,
        Field(description="Code of the area that it is part of, which may be in the same batch"),
    ] = ""
    boundary: Annotated[Any, PlainValidator(_geometry), PlainSerializer(_wkb), WithJsonSchema(GEOJSON)]

    def as_shape(self) -> Shape:
        """The row as a shape, for the actions of areas."""
        from core.areas.boundaries import Shape

        return Shape(self.code, self.name, self.boundary, self.parent, self.level)


@dataclass(frozen=True)
class Terms:
    """The dataset that areas from a source belong to."""

    dataset: str

    @classmethod
    def of(cls, source: Source) -> Terms:
        """The name of the source: no query."""
        return cls(source.name)
