"""Districts and neighbourhoods around the centres of real places, with invented boundaries.

Names and approximate centres are real (`areas.csv`). The shapes are Voronoi cells around the centres, a few
kilometres wide.
"""

import json
from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify
from shapely import MultiPoint, Point, to_geojson, unary_union, voronoi_polygons
from shapely.geometry.base import BaseGeometry

from core.areas.models import Area
from core.workspace.demo import data

REACH = 0.045  # degrees, about 3 to 5 km: the radius of a neighbourhood without neighbours


@dataclass(frozen=True)
class DemoArea:
    """A neighbourhood to create, with its approximate centre in degrees."""

    district: str
    name: str
    latitude: float
    longitude: float

    @property
    def point(self) -> Point:
        return Point(self.longitude, self.latitude)


def areas_of(partnership: str) -> list[DemoArea]:
    """The neighbourhoods of a demonstration partnership. Raises ValueError for an unknown name."""
    return [
        DemoArea(row["district"], row["neighbourhood"], float(row["latitude"]), float(row["longitude"]))
        for row in data.rows("areas.csv", partnership)
    ]


def write(demo_areas: list[DemoArea]) -> list[Area]:
    """Saves districts and neighbourhoods. Returns the neighbourhoods in the given order."""
    cells = _cells(demo_areas)
    of_district: dict[str, list[BaseGeometry]] = defaultdict(list)
    for each, cell in zip(demo_areas, cells, strict=True):
        of_district[each.district].append(cell)
    districts = {
        name: _area(Area.Level.DISTRICT, slugify(name), name, unary_union(shapes))
        for name, shapes in of_district.items()
    }
    Area.objects.bulk_create(districts.values())
    neighbourhoods = [
        _area(
            Area.Level.NEIGHBOURHOOD,
            f"{slugify(each.district)}-{slugify(each.name)}",
            each.name,
            cell,
            parent=districts[each.district],
        )
        for each, cell in zip(demo_areas, cells, strict=True)
    ]
    return Area.objects.bulk_create(neighbourhoods)


def _cells(demo_areas: list[DemoArea]) -> list[BaseGeometry]:
    """A polygon for each neighbourhood, without overlaps."""
    points = MultiPoint([each.point for each in demo_areas])
    outline = points.buffer(REACH)
    diagram = list(voronoi_polygons(points, extend_to=outline).geoms)
    return [next(cell for cell in diagram if cell.covers(each.point)).intersection(outline) for each in demo_areas]


def _area(level: str, code: str, name: str, shape: BaseGeometry, parent: Area | None = None) -> Area:
    centre = shape.representative_point()
    return Area(
        level=level,
        code=code,
        name=name,
        parent=parent,
        boundary=json.loads(to_geojson(shape)),
        centre_longitude=centre.x,
        centre_latitude=centre.y,
        dataset="Demonstration",
    )
