"""Reading, repairing, comparing and joining boundaries."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.areas import boundaries
from core.areas.boundaries import Properties, Unreadable
from tests.areas.shapes import PROPERTIES, collection, feature, square

BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def shapes_of(*features: Any) -> list[boundaries.Shape]:
    return boundaries.read(collection(*features), PROPERTIES).shapes


def test_it_reads_the_named_properties() -> None:
    reading = boundaries.read(collection(feature("E1", square(0, 50))), PROPERTIES)

    assert [(each.code, each.name) for each in reading.shapes] == [("E1", "Ward E1")]
    assert reading.findings == []


def test_it_lists_the_existing_properties() -> None:
    with pytest.raises(Unreadable, match=r"WD13CD.*Existing properties: id, title\."):
        boundaries.read(collection(feature("E1", square(0, 50))), Properties("WD13CD", "title"))


@pytest.mark.parametrize("document", [None, [], {}, {"features": []}, {"features": "none"}])
def test_it_refuses_a_document_that_is_not_a_collection(document: Any) -> None:
    with pytest.raises(Unreadable, match="not a GeoJSON FeatureCollection"):
        boundaries.read(document, PROPERTIES)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "not a Polygon"),
        ({"type": "Point", "coordinates": [0, 0]}, "not a Polygon"),
        ({"type": "Polygon", "coordinates": "here"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[["0", "0"], ["1", "0"], ["1", "1"], ["0", "0"]]]}, "cannot be read"),
        ({"type": "MultiPolygon", "coordinates": [[[[0, 0], [True, 0], [1, 1], [0, 0]]]]}, "cannot be read"),
        ({"type": "MultiPolygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        (square(430_000, 115_000, 1_000), "not degrees"),
    ],
)
def test_a_shape_that_cannot_be_used_stops_the_import(geometry: Any, reason: str) -> None:
    reading = boundaries.read(collection(feature("E1", geometry)), PROPERTIES)

    assert reading.shapes == []
    assert [finding.stops for finding in reading.findings] == [True]
    assert reason in reading.findings[0].message


def test_a_code_that_cannot_be_part_of_a_url_stops_the_import() -> None:
    reading = boundaries.read(collection(feature("E 1/2", square(0, 50))), PROPERTIES)

    assert reading.findings[0].stops


def test_an_invalid_shape_is_repaired_and_reported() -> None:
    reading = boundaries.read(collection(feature("E1", BOW_TIE)), PROPERTIES)

    assert reading.shapes[0].geometry.is_valid
    assert [(finding.kind, finding.stops) for finding in reading.findings] == [("invalid", False)]
    assert "Self-intersection" in reading.findings[0].message


def test_it_reports_a_duplicate_code() -> None:
    shapes = shapes_of(feature("E1", square(0, 50)), feature("E1", square(5, 50)), feature("E2", square(9, 50)))

    assert [(finding.code, finding.stops) for finding in boundaries.duplicates(shapes)] == [("E1", True)]


def test_it_reports_an_overlap_once_and_names_the_area_that_wins() -> None:
    shapes = shapes_of(feature("E2", square(0.5, 50)), feature("E1", square(0, 50)))

    findings = list(boundaries.overlaps(shapes))

    assert [finding.code for finding in findings] == ["E1"]
    assert "50.0%" in findings[0].message
    assert "Points in both are in E1" in findings[0].message


def test_neighbours_with_a_common_border_do_not_overlap() -> None:
    shapes = shapes_of(feature("E1", square(0, 50)), feature("E2", square(1, 50)), feature("E3", square(0.9999, 51)))

    assert list(boundaries.overlaps(shapes)) == []


def test_wards_are_joined_into_their_district() -> None:
    wards = shapes_of(feature("E1", square(0, 50)), feature("E2", square(1, 50)))

    district = boundaries.dissolved(wards, code="D1", name="District")

    assert district.geometry.area == pytest.approx(2)
    assert district.geometry.geom_type == "Polygon"


def test_a_parent_in_the_file_takes_precedence() -> None:
    properties = Properties("id", "title", parent="in")
    features = collection(feature("E1", square(0, 50), **{"in": "D9"}), feature("E2", square(1, 50), **{"in": ""}))

    shapes = boundaries.under(boundaries.read(features, properties).shapes, "D1")

    assert [shape.parent_code for shape in shapes] == ["D9", "D1"]


@given(west=st.floats(-179, 178), south=st.floats(-89, 88), size=st.floats(0.001, 1))
def test_the_centre_is_inside_and_the_boundary_reads_back(west: float, south: float, size: float) -> None:
    shape = shapes_of(feature("E1", square(west, south, size)))[0]

    again = boundaries.from_boundary("E1", "Ward", shape.boundary)

    assert again.boundary == shape.boundary
    assert west <= shape.centre[0] <= west + size
    assert south <= shape.centre[1] <= south + size
