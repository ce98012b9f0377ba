"""Draws an area as one shape, without a map."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

WIDTH = 600
MARGIN = 12
HIGHEST = 1.25
"""The highest ratio of a drawing's height to its width."""

Position = tuple[float, float]
"""Longitude and latitude, in degrees."""


@dataclass(frozen=True)
class Drawing:
    """A shape and dots in the units of one SVG."""

    path: str
    dots: list[tuple[float, float]]
    width: int
    height: int


@dataclass(frozen=True)
class Projection:
    """Degrees to units of the drawing. An area is small enough to be flat; a degree east is shorter than one north."""

    west: float
    north: float
    across: float
    scale: float

    def project(self, position: Position) -> tuple[float, float]:
        longitude, latitude = position[:2]
        x = (longitude - self.west) * self.across * self.scale + MARGIN
        y = (self.north - latitude) * self.scale + MARGIN
        return round(x, 1), round(y, 1)


def draw(boundary: dict[str, Any], points: Iterable[Position] = ()) -> Drawing:
    """The drawing of a GeoJSON Polygon or MultiPolygon. Points outside of its frame are left out."""
    rings = list(_rings(boundary))
    positions = [position for ring in rings for position in ring]
    west, east = min(p[0] for p in positions), max(p[0] for p in positions)
    south, north = min(p[1] for p in positions), max(p[1] for p in positions)
    across = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * across or 1e-9, (north - south) or 1e-9
    scale = min(WIDTH - 2 * MARGIN, (WIDTH - 2 * MARGIN) * HIGHEST * wide / high) / wide
    projection = Projection(west, north, across, scale)
    return Drawing(
        path=" ".join(_ring_path(ring, projection) for ring in rings),
        dots=[projection.project(p) for p in points if west <= p[0] <= east and south <= p[1] <= north],
        width=math.ceil(wide * scale + 2 * MARGIN),
        height=math.ceil(high * scale + 2 * MARGIN),
    )


def _rings(boundary: dict[str, Any]) -> Iterator[list[Position]]:
    """All rings, including those of holes. Raises ValueError for any other kind of geometry."""
    match boundary["type"]:
        case "Polygon":
            yield from boundary["coordinates"]
        case "MultiPolygon":
            for polygon in boundary["coordinates"]:
                yield from polygon
        case other:
            raise ValueError(f"A boundary is a Polygon or a MultiPolygon, not a {other}.")


def _ring_path(ring: list[Position], projection: Projection) -> str:
    """A closed path along the ring. Neighbouring positions that round to the same point are drawn once."""
    points = [projection.project(position) for position in ring]
    different = [point for before, point in zip([None, *points], points, strict=False) if point != before]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in different) + "Z"
