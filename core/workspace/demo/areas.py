"""Districts and neighbourhoods around the centres of real places, with boundaries of our own making.

Names and rough centres are facts (`places.csv`); the shapes are Voronoi cells around them, a few
kilometres wide.
"""

import json
from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify
from shapely import MultiPoint, Point, to_geojson, unary_union, voronoi_polygons
from shapely.geometry.base import BaseGeometry

from core.areas.models import Area
from core.workspace.demo import words

REACH = 0.045  # degrees: about 3 to 5 km, how far a neighbourhood reaches where it has no neighbour


@dataclass(frozen=True)
class Place:
    """A neighbourhood to be, with its rough centre in degrees."""

    district: str
    name: str
    latitude: float
    longitude: float

    @property
    def point(self) -> Point:
        return Point(self.longitude, self.latitude)


def places_of(partnership: str) -> list[Place]:
    """The places of this demonstration partnership. Raises ValueError where there is none of the name."""
    return [
        Place(row["district"], row["neighbourhood"], float(row["latitude"]), float(row["longitude"]))
        for row in words.rows("places.csv", partnership)
    ]


def write(places: list[Place]) -> list[Area]:
    """Writes districts and neighbourhoods, and returns the neighbourhoods in the order of the places."""
    cells = _cells(places)
    of_district: dict[str, list[BaseGeometry]] = defaultdict(list)
    for place, cell in zip(places, cells, strict=True):
        of_district[place.district].append(cell)
    districts = {
        name: _area(Area.Level.DISTRICT, slugify(name), name, unary_union(shapes))
        for name, shapes in of_district.items()
    }
    Area.objects.bulk_create(districts.values())
    neighbourhoods = [
        _area(
            Area.Level.NEIGHBOURHOOD,
            f"{slugify(place.district)}-{slugify(place.name)}",
            place.name,
            cell,
            parent=districts[place.district],
        )
        for place, cell in zip(places, cells, strict=True)
    ]
    return Area.objects.bulk_create(neighbourhoods)


def _cells(places: list[Place]) -> list[BaseGeometry]:
    """A polygon for each place, none of them overlapping."""
    points = MultiPoint([place.point for place in places])
    outline = points.buffer(REACH)
    diagram = list(voronoi_polygons(points, extend_to=outline).geoms)
    return [next(cell for cell in diagram if cell.covers(place.point)).intersection(outline) for place in places]


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
