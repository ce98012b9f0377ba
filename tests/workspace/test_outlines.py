"""Drawing an area as one shape."""

import pytest

from core.workspace.outlines import HIGHEST, MARGIN, WIDTH, draw

SQUARE = [[-1.0, 51.0], [-0.9, 51.0], [-0.9, 51.05], [-1.0, 51.05], [-1.0, 51.0]]
HOLE = [[-0.96, 51.02], [-0.94, 51.02], [-0.94, 51.03], [-0.96, 51.02]]


def test_north_is_up_and_west_is_left() -> None:
    drawing = draw({"type": "Polygon", "coordinates": [SQUARE]})

    south_west, south_east, north_east, *_ = [
        tuple(map(float, spot.split())) for spot in drawing.path.strip("MZ").split("L")
    ]
    assert south_west[0] == MARGIN
    assert south_west[0] < south_east[0] == north_east[0]
    assert north_east[1] == MARGIN
    assert south_east[1] == pytest.approx(drawing.height - MARGIN, abs=1)


def test_a_degree_east_is_drawn_shorter_than_one_north() -> None:
    drawing = draw({"type": "Polygon", "coordinates": [SQUARE]})

    across, down = drawing.width - 2 * MARGIN, drawing.height - 2 * MARGIN
    assert across / down == pytest.approx(2 * 0.629, rel=0.01)  # cosine of 51 degrees


def test_a_tall_area_has_a_limited_height() -> None:
    tall = [[0, 50], [0.01, 50], [0.01, 51], [0, 51], [0, 50]]

    assert draw({"type": "Polygon", "coordinates": [tall]}).height <= WIDTH * HIGHEST


def test_islands_and_holes_are_drawn() -> None:
    island = [[longitude + 1, latitude] for longitude, latitude in SQUARE]

    drawing = draw({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [island]]})

    assert drawing.path.count("M") == drawing.path.count("Z") == 3


def test_a_point_outside_of_the_frame_is_left_out() -> None:
    drawing = draw({"type": "Polygon", "coordinates": [SQUARE]}, [(-0.95, 51.02), (-0.5, 51.02)])

    assert len(drawing.dots) == 1


def test_equal_positions_are_drawn_once() -> None:
    close = [SQUARE[0], [-1.0000001, 51.0], *SQUARE[1:]]

    assert draw({"type": "Polygon", "coordinates": [close]}).path.count("L") == 4


def test_another_kind_of_geometry_is_refused() -> None:
    with pytest.raises(ValueError, match="not a Point"):
        draw({"type": "Point", "coordinates": [0, 51]})
