"""Finds the neighbourhood of a point, with one index for each partnership in this process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from core.areas.models import Area
from tenants import local

STORE = "areas.index"

Coordinates = tuple[float, float] | None
"""Longitude and latitude in WGS84 degrees; None if unknown."""


class AreaIndex:
    """Boundaries in a search tree, in order of codes: a point on a border is in the area with the lowest code."""

    def __init__(self, areas: Sequence[tuple[int, dict[str, Any]]]) -> None:
        """`areas` are ids and GeoJSON boundaries, ordered by code."""
        self.ids = [pk for pk, _ in areas]
        self.shapes = np.array([shape(boundary) for _, boundary in areas], dtype=object)
        self.tree = shapely.STRtree(self.shapes)
        shapely.prepare(self.shapes)
        self._finish_preparing()

    def locate(self, points: Sequence[Coordinates]) -> list[int | None]:
        """The area id of each point; None outside all areas and without coordinates."""
        known = [position for position, point in enumerate(points) if point is not None]
        located: list[int | None] = [None] * len(points)
        if known and self.ids:
            degrees = np.array([points[position] for position in known], dtype=float)
            for position, area in zip(known, self._lowest(degrees), strict=True):
                located[position] = self.ids[area] if area < len(self.ids) else None
        return located

    def _lowest(self, degrees: NDArray[np.float64]) -> NDArray[np.intp]:
        """For each point the first shape that contains it, or the number of shapes if none does."""
        point_at, shape_at = self.tree.query(shapely.points(degrees))
        contains = shapely.intersects_xy(self.shapes[shape_at], degrees[point_at, 0], degrees[point_at, 1])
        lowest = np.full(len(degrees), len(self.ids), dtype=np.intp)
        np.minimum.at(lowest, point_at[contains], shape_at[contains])
        return lowest

    def _finish_preparing(self) -> None:
        """Runs the first query on each prepared shape, which finishes its preparation and is not thread-safe."""
        for each in self.shapes:
            shapely.intersects_xy(each, *each.representative_point().coords[0])


def index() -> AreaIndex:
    """The index of the current partnership, rebuilt after any process has changed its areas. One query."""
    areas = Area.objects.neighbourhoods()
    return local.store(STORE, lambda: AreaIndex(areas.boundaries_by_code()), version=areas.version())


def locate_many(points: Sequence[Coordinates]) -> list[int | None]:
    """The neighbourhood id of each point; None outside all of them and without coordinates."""
    return index().locate(points)


def locate(longitude: float, latitude: float) -> int | None:
    """The id of the neighbourhood that contains this point, or None."""
    return locate_many([(longitude, latitude)])[0]
