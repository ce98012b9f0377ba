"""Importing boundaries from files."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.areas.models import Area
from core.audit.models import Entry
from tests.areas.shapes import collection, feature, square

TWO_WARDS = collection(feature("E1", square(0, 50)), feature("E2", square(1, 50)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps(TWO_WARDS), encoding="utf-8")
    return path


def run(*files: Path, **options: Any) -> str:
    """Runs the command in `alpha` and returns its output."""
    out = StringIO()
    chosen = {
        "partnership": "alpha",
        "level": "neighbourhood",
        "code_property": "id",
        "name_property": "title",
        "stdout": out,
    }
    call_command("import_areas", *files, **(chosen | options))
    return out.getvalue()


def test_it_creates_areas_and_records_them(alpha: str, file: Path) -> None:
    output = run(file, dataset="ONS")

    area = Area.objects.get(code="E1")
    assert "2 new" in output
    assert (area.name, area.level, area.dataset) == ("Ward E1", "neighbourhood", "ONS")
    assert area.boundary == square(0, 50)
    assert (area.centre_longitude, area.centre_latitude) == (0.5, 50.5)
    entry = Entry.objects.get(event="areas.imported")
    assert entry.details["created"] == 2
    assert entry.actor == "system"


def test_a_second_import_changes_nothing(alpha: str, file: Path) -> None:
    run(file)
    before = list(Area.objects.order_by("code").values())

    output = run(file)

    assert "0 new, 0 changed, 2 unchanged" in output
    assert list(Area.objects.order_by("code").values()) == before


def test_a_changed_shape_updates_its_area(alpha: str, file: Path) -> None:
    run(file)
    ids = set(Area.objects.values_list("pk", flat=True))
    file.write_text(json.dumps(collection(feature("E2", square(3, 50)))), encoding="utf-8")

    output = run(file)

    assert "1 changed" in output
    assert set(Area.objects.values_list("pk", flat=True)) == ids
    assert Area.objects.get(code="E2").boundary == square(3, 50)


def test_a_dry_run_reports_and_changes_nothing(alpha: str, file: Path) -> None:
    output = run(file, dry_run=True)

    assert "2 areas can be imported" in output
    assert not Area.objects.exists()


def test_the_district_is_created_from_its_wards(alpha: str, file: Path) -> None:
    run(file, dissolve_to="district", dissolve_code="D1", dissolve_name="District One")

    ward = Area.objects.select_related("parent").get(code="E2")
    assert ward.parent is not None
    assert (ward.parent.code, ward.parent.level) == ("D1", "district")


def test_a_missing_parent_is_named(alpha: str, file: Path) -> None:
    with pytest.raises(CommandError, match="The parent D9 does not exist"):
        run(file, parent="D9")

    assert not Area.objects.exists()


def test_a_code_of_another_level_is_refused(alpha: str, file: Path) -> None:
    run(file, level="district")

    with pytest.raises(CommandError, match="E1 already exists as a district"):
        run(file)


def test_duplicates_in_several_files_stop_it(alpha: str, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.geojson"
    other.write_text(json.dumps(collection(feature("E1", square(8, 50)))), encoding="utf-8")

    with pytest.raises(CommandError, match="Fix these first"):
        run(file, other)

    assert not Area.objects.exists()


def test_an_overlap_with_an_existing_area_is_reported(alpha: str, file: Path) -> None:
    run(file)
    file.write_text(json.dumps(collection(feature("E3", square(1.5, 50)))), encoding="utf-8")

    output = run(file, dry_run=True)

    assert "overlap" in output
    assert "Ward E2 and Ward E3" in output


def test_a_file_that_is_not_json_is_named(alpha: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text("{", encoding="utf-8")

    with pytest.raises(CommandError, match=r"broken\.geojson"):
        run(path)


def test_demonstration_areas_are_replaced(alpha: str, file: Path) -> None:
    run(file, dataset="Demonstration", dissolve_to="district", dissolve_code="D1", dissolve_name="One")
    file.write_text(json.dumps(collection(feature("R1", square(0, 50)))), encoding="utf-8")

    run(file, dataset="ONS", replacing="Demonstration")

    assert list(Area.objects.values_list("code", flat=True)) == ["R1"]


def test_a_file_with_a_duplicate_property_is_refused(alpha: str, file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace('"id": "E1"', '"id": "E1", "id": "E2"'), encoding="utf-8")

    with pytest.raises(CommandError, match='The name "id" comes twice in one object'):
        run(file)

    assert not Area.objects.exists()
