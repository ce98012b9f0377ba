"""Imports the areas of a real month, and counts its incidents. Import this after django.setup()."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from django.core.management import call_command
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from core.access.grading import Handling, InformationAssessment, Purpose, SourceEvaluation
from core.access.principal import SYSTEM
from core.agencies.models import Agency, Source
from core.incidents import actions as incidents
from core.incidents import police_uk
from core.incidents.models import Incident
from core.intake import actions
from tenants import current
from tenants.reading import exempt

if TYPE_CHECKING:
    from script.local.real_month import Month

DATASET = "ONS, Open Government Licence v3.0"
DEMONSTRATION = "Demonstration"


def import_areas(month: Month, data: Path) -> str:
    """Imports the wards of each district in place of demonstration areas, and reassigns earlier reports."""
    from script.local.real_month import wards_file  # which imports this module after django.setup()

    for code, name in month.districts.items():
        import_district(month.schema, wards_file(data, code), code, name)
    with current.entered(month.schema):
        moved = incidents.reassign_neighbourhoods(by=SYSTEM)
    return f"{len(month.districts)} districts, {moved:,} earlier reports reassigned"


def import_district(schema: str, wards: Path, code: str, name: str) -> None:
    """Imports one file of wards, and the district that they form."""
    call_command(
        "import_areas",
        wards,
        partnership=schema,
        level="neighbourhood",
        code_property="WD13CD",
        name_property="WD13NM",
        dissolve_to="district",
        dissolve_code=code,
        dissolve_name=name,
        dataset=DATASET,
        replacing=DEMONSTRATION,
        stdout=StringIO(),
    )


def issue_client(schema: str, source: str, agency: str = "POL") -> tuple[str, str]:
    """A new client id and secret for this source, which is created if it does not exist."""
    with current.entered(schema):
        police = Agency.objects.get(code=agency)
        fields = {
            "agency": police,
            "name": "Street-level crime, data.police.uk",
            "purpose": Purpose.ANTISOCIAL_BEHAVIOUR,
            "source_evaluation": SourceEvaluation.RELIABLE,
            "information_assessment": InformationAssessment.B,
            "handling": Handling.PERMITTED,
        }
        sender, _ = Source.objects.get_or_create(code=source, defaults=fields)
        issued = actions.issue_client(source=sender, name="A real month", scopes=["incidents:write"], by=SYSTEM)
    return issued.client.token_client_id, issued.secret


def address(schema: str) -> str:
    """The address of the partnership's web API."""
    return current.workspace_address(schema)


def expected(street: Path, wards: Mapping[str, Path]) -> Counter[str]:
    """How many rows of the file are in each district, outside all of them, and without coordinates.

    Counted ward by ward, without the service's index or database. A point on a border is in the ward with the lower
    code, as in the service.
    """
    rows = police_uk.read(street)
    located = [row for row in rows if row["Longitude"]]
    longitudes = [float(row["Longitude"]) for row in located]
    latitudes = [float(row["Latitude"]) for row in located]
    district_of = dict.fromkeys(range(len(located)), "outside")
    for _, district, boundary in sorted(_wards(wards), key=lambda ward: ward[0], reverse=True):
        inside = shapely.intersects_xy(boundary, longitudes, latitudes)
        district_of.update(dict.fromkeys(inside.nonzero()[0].tolist(), district))
    return Counter([*district_of.values(), *["nowhere"] * (len(rows) - len(located))])


@exempt("the real month is counted")
def stored(schema: str, source: str) -> Counter[str]:
    """How many incidents of this source are in each district, outside all of them, and without coordinates."""
    with current.entered(schema):
        rows = Incident.objects.filter(source__code=source).values_list("neighbourhood__parent__code", "longitude")
        return Counter(code or ("nowhere" if longitude is None else "outside") for code, longitude in rows)


@exempt("the real month is counted")
def shared(schemas: Sequence[str]) -> int:
    """How many source references are in several partnerships."""
    seen: Counter[str] = Counter()
    for schema in schemas:
        with current.entered(schema):
            seen.update(Incident.objects.filter(source__code="police-uk").values_list("source_reference", flat=True))
    return sum(times > 1 for times in seen.values())


def _wards(files: Mapping[str, Path]) -> list[tuple[str, str, BaseGeometry]]:
    """The code, district and prepared boundary of each ward."""
    wards: list[tuple[str, str, BaseGeometry]] = []
    for district, file in files.items():
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            boundary = shape(feature["geometry"])
            shapely.prepare(boundary)
            wards.append((feature["properties"]["WD13CD"], district, boundary))
    return wards
