"""Published boundaries: reading GeoJSON, repairing, comparing and joining shapes. Does not use the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from core.areas.codes import CODE

DEPTHS = {"Polygon": 2, "MultiPolygon": 3}
"""How many arrays there are around each position."""
AREAL = tuple(DEPTHS)  # `in` a dict fails for a type that cannot be hashed, such as a list
TOLERANCE = 0.001  # of the smaller shape; boundaries of neighbours often overlap this much

UNREADABLE = "Its coordinates cannot be read."

Kind = Literal["unreadable", "duplicate", "invalid", "overlap"]


class Unreadable(ValueError):
    """A file has no shapes, or not the named properties; the message lists the properties it has."""


@dataclass(frozen=True)
class Finding:
    """A problem with a shape, for the person who imports it."""

    kind: Kind
    code: str
    message: str

    @property
    def stops(self) -> bool:
        """Whether it stops the import. Overlaps and repaired shapes do not."""
        return self.kind in {"unreadable", "duplicate"}


@dataclass(frozen=True)
class Shape:
    """An area to import: its code, its name, and its valid (Multi)Polygon in WGS84 degrees."""

    code: str
    name: str
    geometry: Polygon | MultiPolygon
    parent_code: str = ""
    level: str = ""

    @property
    def boundary(self) -> dict[str, Any]:
        """The geometry as GeoJSON with lists, as the database stores it."""
        return _as_lists(mapping(self.geometry))

    @property
    def centre(self) -> tuple[float, float]:
        """A longitude and latitude inside the shape, also if it is concave."""
        point = self.geometry.representative_point()
        return point.x, point.y


@dataclass(frozen=True)
class Properties:
    """The names of the GeoJSON properties, which differ between publishers and releases."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Reading:
    """The shapes of a file, and the problems with them."""

    shapes: list[Shape]
    findings: list[Finding]


def read(collection: Any, properties: Properties) -> Reading:
    """The shapes of a GeoJSON FeatureCollection, with invalid shapes repaired.

    Raises Unreadable if it is not a FeatureCollection, or if no feature has the named properties.
    """
    features = _features(collection)
    _require(features, properties)
    shapes: list[Shape] = []
    findings: list[Finding] = []
    for position, feature in enumerate(features, start=1):
        new_shapes, new_findings = _read_feature(feature, properties, position)
        shapes += new_shapes
        findings += new_findings
    return Reading(shapes, findings)


def duplicates(shapes: Iterable[Shape]) -> Iterator[Finding]:
    """One finding for each code that several shapes have."""
    for code, times in Counter(each.code for each in shapes).items():
        if times > 1:
            yield Finding("duplicate", code, f"{times} shapes have this code. Each area needs a different code.")


def overlaps(shapes: Sequence[Shape], tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """One finding for each pair that overlaps by more than `tolerance` of the smaller shape."""
    ordered = sorted(shapes, key=lambda each: each.code)
    geometries = [each.geometry for each in ordered]
    pairs = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    for first, second in sorted(zip(*pairs.tolist(), strict=True)):
        if first < second:
            share = _common_share(geometries[first], geometries[second])
            if share > tolerance:
                yield _overlap(ordered[first], ordered[second], share)


def dissolved(shapes: Sequence[Shape], *, code: str, name: str, parent_code: str = "") -> Shape:
    """All shapes joined into one, such as wards into a district."""
    return Shape(code, name, _only_areas(shapely.union_all([each.geometry for each in shapes])), parent_code)


def under(shapes: Iterable[Shape], parent_code: str) -> list[Shape]:
    """The shapes, with this parent if the file names none."""
    return [each if each.parent_code else replace(each, parent_code=parent_code) for each in shapes]


def from_boundary(code: str, name: str, boundary: Mapping[str, Any]) -> Shape:
    """A shape from GeoJSON that was imported earlier, so it is known to be valid."""
    return Shape(code, name, cast("Polygon | MultiPolygon", shape(dict(boundary))))


def _features(collection: Any) -> list[Mapping[str, Any]]:
    features = collection.get("features") if isinstance(collection, Mapping) else None
    if not isinstance(features, list) or not features:
        raise Unreadable("This is not a GeoJSON FeatureCollection with features.")
    return [each if isinstance(each, Mapping) else {} for each in features]


def _require(features: list[Mapping[str, Any]], properties: Properties) -> None:
    """Raises Unreadable for a missing property, and lists the properties that exist."""
    known = {name for feature in features for name in (feature.get("properties") or {})}
    missing = {properties.code, properties.name, properties.parent} - {""} - known
    if missing:
        existing = ", ".join(sorted(known)) or "none"
        raise Unreadable(f"No feature has the property {', '.join(sorted(missing))}. Existing properties: {existing}.")


def _read_feature(
    feature: Mapping[str, Any], properties: Properties, position: int
) -> tuple[list[Shape], list[Finding]]:
    values = feature.get("properties") or {}
    code = str(values.get(properties.code) or "").strip()
    name = str(values.get(properties.name) or "").strip()
    if not CODE.fullmatch(code) or not name:
        message = f"Feature {position} needs a name, and a code of up to 60 letters, digits, hyphens and underscores."
        return [], [Finding("unreadable", code or f"feature {position}", message)]
    try:
        geometry, findings = _read_geometry(code, feature.get("geometry"))
    except Unreadable as error:
        return [], [Finding("unreadable", code, str(error))]
    parent = str(values.get(properties.parent) or "").strip() if properties.parent else ""
    return [Shape(code, name[:120], geometry, parent)], findings


def valid_geometry(geojson: Any) -> Polygon | MultiPolygon:
    """The geometry of a GeoJSON object. Raises Unreadable for one that would have to be repaired."""
    geometry = _geometry(geojson)
    if isinstance(geometry, Polygon | MultiPolygon) and geometry.is_valid:
        return geometry
    raise Unreadable(f"Its geometry is invalid: {explain_validity(geometry)}. Repair it and send it again.")


def _read_geometry(code: str, geojson: Any) -> tuple[Polygon | MultiPolygon, list[Finding]]:
    geometry = _geometry(geojson)
    if isinstance(geometry, Polygon | MultiPolygon) and geometry.is_valid:
        return geometry, []
    repaired = _only_areas(shapely.make_valid(geometry))
    return repaired, [Finding("invalid", code, f"{explain_validity(geometry)}. It was repaired. Check the result.")]


def _geometry(geojson: Any) -> BaseGeometry:
    """The geometry, which may be invalid. Raises Unreadable."""
    if not isinstance(geojson, Mapping) or geojson.get("type") not in AREAL:
        raise Unreadable("Its geometry is not a Polygon or MultiPolygon.")
    if not _has_positions(geojson.get("coordinates"), DEPTHS[geojson["type"]]):
        raise Unreadable(UNREADABLE)
    try:
        geometry = shapely.force_2d(shape(dict(geojson)))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError, shapely.GEOSException):
        raise Unreadable(UNREADABLE) from None
    if geometry.is_empty:
        raise Unreadable("Its geometry is empty.")
    _require_degrees(geometry)
    return geometry


def _has_positions(value: Any, depth: int) -> bool:
    """Whether arrays of this depth hold positions only: two or three numbers each. Shapely also takes `"1"`."""
    if not isinstance(value, list | tuple):
        return False
    if depth == 0:
        return 2 <= len(value) <= 3 and all(type(each) in (int, float) for each in value)
    return all(_has_positions(each, depth - 1) for each in value)


def _require_degrees(geometry: BaseGeometry) -> None:
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Unreadable("Its coordinates are not degrees of longitude and latitude (WGS84).")


def _only_areas(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Drops points and lines, which repairing and joining can add. Raises Unreadable if no area remains."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon | MultiPolygon)]
    areas = shapely.union_all(parts)
    if isinstance(areas, Polygon | MultiPolygon) and not areas.is_empty:
        return areas
    raise Unreadable("It has no area.")


def _common_share(first: BaseGeometry, second: BaseGeometry) -> float:
    return float(first.intersection(second).area / min(first.area, second.area))


def _overlap(first: Shape, second: Shape, share: float) -> Finding:
    message = (
        f"{first.name} and {second.name} ({second.code}) overlap by {share:.1%} of the smaller. "
        f"Points in both are in {first.code}."
    )
    return Finding("overlap", first.code, message)


def _as_lists(value: Any) -> Any:
    """Shapely's tuples as lists, as JSON returns them, so that an unchanged boundary compares as equal."""
    if isinstance(value, dict):
        return {key: _as_lists(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_lists(each) for each in value]
    return value
