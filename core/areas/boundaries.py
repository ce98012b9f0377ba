"""Boundaries as people publish them: read from GeoJSON, mended, compared and joined. No database here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")
AREAL = {"Polygon", "MultiPolygon"}
TOLERANCE = 0.001  # of the smaller shape: what neighbours drawn by different hands commonly share

Kind = Literal["unreadable", "duplicate", "invalid", "overlap"]


class Unreadable(ValueError):
    """A file is no collection of shapes, or lacks the named properties; the message says which it has."""


@dataclass(frozen=True)
class Finding:
    """Something that whoever imports should know of a shape, in words."""

    kind: Kind
    code: str
    words: str

    @property
    def stops(self) -> bool:
        """Whether nothing may be imported until it is put right. Overlaps and mended shapes may."""
        return self.kind in {"unreadable", "duplicate"}


@dataclass(frozen=True)
class Shape:
    """One area to be: its code, its name, and its valid (Multi)Polygon in WGS84 degrees."""

    code: str
    name: str
    geometry: Polygon | MultiPolygon
    parent_code: str = ""

    @property
    def boundary(self) -> dict[str, Any]:
        """The geometry as GeoJSON, in plain lists, as it will stand in the database."""
        return _as_lists(mapping(self.geometry))

    @property
    def centre(self) -> tuple[float, float]:
        """A longitude and latitude that surely lies inside, however bent the shape."""
        point = self.geometry.representative_point()
        return point.x, point.y


@dataclass(frozen=True)
class Properties:
    """What the publisher calls things: each release of the same boundaries has other names."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Reading:
    """What a file held, and what is to be said about it."""

    shapes: list[Shape]
    findings: list[Finding]


def read(collection: Any, properties: Properties) -> Reading:
    """The shapes of a GeoJSON FeatureCollection, invalid ones mended.

    Raises Unreadable where it is no such thing, or where no feature has the named properties.
    """
    features = _features(collection)
    _require(features, properties)
    shapes: list[Shape] = []
    findings: list[Finding] = []
    for position, feature in enumerate(features, start=1):
        found, said = _read_feature(feature, properties, position)
        shapes += found
        findings += said
    return Reading(shapes, findings)


def duplicates(shapes: Iterable[Shape]) -> Iterator[Finding]:
    """One finding for each code that more than one shape claims."""
    for code, times in Counter(each.code for each in shapes).items():
        if times > 1:
            yield Finding("duplicate", code, f"{times} shapes have this code. Each area needs its own.")


def overlaps(shapes: Sequence[Shape], tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """One finding for each pair whose common part is more than `tolerance` of the smaller of the two."""
    ordered = sorted(shapes, key=lambda each: each.code)
    geometries = [each.geometry for each in ordered]
    pairs = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    for first, second in sorted(zip(*pairs.tolist(), strict=True)):
        if first < second:
            share = _common_share(geometries[first], geometries[second])
            if share > tolerance:
                yield _overlap(ordered[first], ordered[second], share)


def dissolved(shapes: Sequence[Shape], *, code: str, name: str, parent_code: str = "") -> Shape:
    """One shape made of all: a district out of its wards."""
    return Shape(code, name, _only_areas(shapely.union_all([each.geometry for each in shapes])), parent_code)


def under(shapes: Iterable[Shape], parent_code: str) -> list[Shape]:
    """The shapes, each with this parent unless its own file named one."""
    return [each if each.parent_code else replace(each, parent_code=parent_code) for each in shapes]


def from_boundary(code: str, name: str, boundary: Mapping[str, Any]) -> Shape:
    """A shape from GeoJSON that was imported earlier, and is therefore known to be valid."""
    return Shape(code, name, cast("Polygon | MultiPolygon", shape(dict(boundary))))


def _features(collection: Any) -> list[Mapping[str, Any]]:
    features = collection.get("features") if isinstance(collection, Mapping) else None
    if not isinstance(features, list) or not features:
        raise Unreadable("This is no GeoJSON FeatureCollection with features in it.")
    return [each if isinstance(each, Mapping) else {} for each in features]


def _require(features: list[Mapping[str, Any]], properties: Properties) -> None:
    """Somebody who mistypes a property's name should read what there is to choose from."""
    known = {name for feature in features for name in (feature.get("properties") or {})}
    missing = {properties.code, properties.name, properties.parent} - {""} - known
    if missing:
        there = ", ".join(sorted(known)) or "none"
        raise Unreadable(f"No feature has the property {', '.join(sorted(missing))}. There are: {there}.")


def _read_feature(
    feature: Mapping[str, Any], properties: Properties, position: int
) -> tuple[list[Shape], list[Finding]]:
    said = feature.get("properties") or {}
    code = str(said.get(properties.code) or "").strip()
    name = str(said.get(properties.name) or "").strip()
    if not CODE.fullmatch(code) or not name:
        words = f"Feature {position} needs a name, and a code of letters, figures, - and _ (60 at most)."
        return [], [Finding("unreadable", code or f"feature {position}", words)]
    try:
        geometry, findings = _read_geometry(code, feature.get("geometry"))
    except Unreadable as error:
        return [], [Finding("unreadable", code, str(error))]
    parent = str(said.get(properties.parent) or "").strip() if properties.parent else ""
    return [Shape(code, name[:120], geometry, parent)], findings


def _read_geometry(code: str, geojson: Any) -> tuple[Polygon | MultiPolygon, list[Finding]]:
    if not isinstance(geojson, Mapping) or geojson.get("type") not in AREAL:
        raise Unreadable("Its geometry is no Polygon or MultiPolygon.")
    try:
        geometry = shapely.force_2d(shape(dict(geojson)))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, shapely.GEOSException):
        raise Unreadable("Its coordinates cannot be read.") from None
    if geometry.is_empty:
        raise Unreadable("Its geometry is empty.")
    _require_degrees(geometry)
    if isinstance(geometry, Polygon | MultiPolygon) and geometry.is_valid:
        return geometry, []
    mended = _only_areas(shapely.make_valid(geometry))
    return mended, [Finding("invalid", code, f"{explain_validity(geometry)}. It was mended; look at the result.")]


def _require_degrees(geometry: BaseGeometry) -> None:
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Unreadable("Its coordinates are not degrees of longitude and latitude (WGS84).")


def _only_areas(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Mending and joining may leave stray points and lines beside the areas. Raises Unreadable if nothing else is."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon | MultiPolygon)]
    areas = shapely.union_all(parts)
    if isinstance(areas, Polygon | MultiPolygon) and not areas.is_empty:
        return areas
    raise Unreadable("It has no area.")


def _common_share(first: BaseGeometry, second: BaseGeometry) -> float:
    return float(first.intersection(second).area / min(first.area, second.area))


def _overlap(first: Shape, second: Shape, share: float) -> Finding:
    words = f"{first.name} and {second.name} ({second.code}) overlap by {share:.1%} of the smaller. {first.code} wins."
    return Finding("overlap", first.code, words)


def _as_lists(value: Any) -> Any:
    """Shapely's tuples as JSON will give them back, so that an unchanged boundary compares as equal."""
    if isinstance(value, dict):
        return {key: _as_lists(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_lists(each) for each in value]
    return value
