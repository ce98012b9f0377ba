"""Square areas for tests."""

from typing import Any

from core.areas.boundaries import Properties

PROPERTIES = Properties(code="id", name="title")


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    """A GeoJSON square with this lower left corner, in degrees."""
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(code: str, geometry: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"id": code, "title": f"Ward {code}", **more}, "geometry": geometry}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
