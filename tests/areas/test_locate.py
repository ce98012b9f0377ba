"""Finding the neighbourhood of a point."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.areas import spatial
from core.areas.models import Area
from tenants import current
from tests.areas.shapes import feature, square
from tests.reports import imported


def code_at(longitude: float, latitude: float) -> str | None:
    area = spatial.locate(longitude, latitude)
    return Area.objects.get(pk=area).code if area else None


def test_a_point_inside_is_found(wards: None) -> None:
    assert code_at(0.5, 50.5) == "E1"
    assert code_at(1.5, 50.5) == "E2"


def test_a_point_outside_all_areas_is_in_none(wards: None) -> None:
    assert code_at(2.5, 50.5) is None


@pytest.mark.parametrize("border", [(1.0, 50.5), (1.0, 50.0), (1.0, 51.0)])
def test_a_point_on_a_border_is_in_the_area_with_the_lowest_code(wards: None, border: tuple[float, float]) -> None:
    assert code_at(*border) == "E1"


def test_many_points_are_found_at_once(wards: None) -> None:
    ids = dict(Area.objects.values_list("code", "pk"))

    located = spatial.locate_many([(1.5, 50.5), None, (9.0, 9.0), (0.5, 50.5)])

    assert located == [ids["E2"], None, None, ids["E1"]]


def test_without_areas_no_point_is_found(alpha: str) -> None:
    assert spatial.locate_many([(0.5, 50.5)]) == [None]


def test_a_district_is_not_a_neighbourhood(alpha: str) -> None:
    imported(feature("D1", square(0, 50)), level=Area.Level.DISTRICT)

    assert spatial.locate(0.5, 50.5) is None


def test_finding_takes_one_query_with_an_index(wards: None) -> None:
    spatial.locate(0.5, 50.5)

    with CaptureQueriesContext(connection) as queries:
        spatial.locate_many([(0.5, 50.5)] * 100)

    assert len(queries) == 1


def test_a_changed_boundary_is_used_at_once(wards: None) -> None:
    assert code_at(2.5, 50.5) is None

    imported(feature("E2", square(2, 50)))

    assert code_at(2.5, 50.5) == "E2"
    assert code_at(1.5, 50.5) is None


def test_a_change_by_another_process_is_used_too(wards: None) -> None:
    assert code_at(2.5, 50.5) is None

    # Only the rows change, as when another process imports areas.
    Area.objects.filter(code="E2").update(boundary=square(2, 50), updated_at=timezone.now())

    assert code_at(2.5, 50.5) == "E2"


def test_a_removed_area_is_no_longer_found(wards: None) -> None:
    assert code_at(1.5, 50.5) == "E2"

    Area.objects.filter(code="E2").delete()

    assert code_at(1.5, 50.5) is None


def test_each_partnership_has_its_own_index(wards: None) -> None:
    assert spatial.locate(0.5, 50.5) is not None

    with current.entered("beta"):
        assert spatial.locate(0.5, 50.5) is None


def test_threads_can_use_one_index(wards: None) -> None:
    index = spatial.index()
    points = [(0.5, 50.5), (1.0, 50.5), (1.5, 50.5), None, (5.0, 5.0)] * 200

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: index.locate(points), range(32)))

    assert answers == [index.locate(points)] * 32
