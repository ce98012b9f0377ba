"""A real month of a force over HTTP: every row is accounted for, and no partnership sees another's."""

import json
from collections import Counter
from pathlib import Path

import pytest

from core.incidents.models import Incident
from script.local import counting
from script.local.real_month import DATA, MONTHS, wards_file
from tenants import current
from tests.areas.shapes import collection, square
from tests.incidents.test_police_uk import published, row
from tests.incidents.test_push import run
from tests.personas import agency
from tests.site import Site

HAMPSHIRE, SPELTHORNE, _ = MONTHS
there = all((DATA / "police-uk" / month.file).exists() for month in MONTHS)
needs_the_data = pytest.mark.skipif(not there, reason=f"the open data of data.police.uk and the ONS is not at {DATA}")

ALL = "{0:,} rows: {0:,} created, 0 updated, 0 unchanged, 0 refused."
AGAIN = "{0:,} rows: 0 created, 0 updated, {0:,} unchanged, 0 refused."


def push_twice(street: Path, site: Site, schema: str) -> list[str]:
    """Grants a system of the police access and pushes the file twice; returns the output of each run."""
    with current.entered(schema):
        agency("POL", f"{schema} Constabulary", "police-force")
    credentials = counting.issue_client(schema, "police-uk")
    return [run(street, site, credentials, schema=schema, told_to="POL") for _ in range(2)]


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """Two wards side by side, as a publisher names them."""
    wards = [
        {"type": "Feature", "properties": {"WD13CD": code, "WD13NM": code}, "geometry": square(west, 50)}
        for code, west in (("E1", 0), ("E2", 1))
    ]
    file = tmp_path / "D1.geojson"
    file.write_text(json.dumps(collection(*wards)), encoding="utf-8")
    return file


def test_a_small_month(site: Site, district: Path, tmp_path: Path) -> None:
    inside = [row(Longitude=f"{x / 10}", Latitude="50.5") for x in range(20)]
    outside = [row(Longitude="9", Latitude="9")] * 3
    street = published(tmp_path / "street.csv", *inside, *outside, row(Longitude="", Latitude=""))
    counting.import_district("alpha", district, "D1", "District")

    output = push_twice(street, site, "alpha")

    assert output == [ALL.format(24), AGAIN.format(24)]
    assert counting.expected(street, {"D1": district}) == Counter({"D1": 20, "outside": 3, "nowhere": 1})
    assert counting.stored("alpha", "police-uk") == Counter({"D1": 20, "outside": 3, "nowhere": 1})
    with current.entered("beta"):
        assert not Incident.objects.exists()


@needs_the_data
def test_two_real_months_side_by_side(site: Site) -> None:
    for schema, month in (("alpha", HAMPSHIRE), ("beta", SPELTHORNE)):
        street = DATA / "police-uk" / month.file
        wards = {code: wards_file(DATA, code) for code in month.districts}
        for code, name in month.districts.items():
            counting.import_district(schema, wards[code], code, name)
        expected = counting.expected(street, wards)

        output = push_twice(street, site, schema)

        assert output == [ALL.format(expected.total()), AGAIN.format(expected.total())]
        assert counting.stored(schema, "police-uk") == expected

    assert counting.stored("alpha", "police-uk").total() == 14_162
    assert counting.shared(["alpha", "beta"]) == 0
