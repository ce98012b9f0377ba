"""The codes that a partner system may send."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.incidents.models import IncidentType, Qualifier
from tests.reports import System, report, system_of

PATH = "/vocabulary"


def codes(listed: list[dict[str, Any]]) -> list[Any]:
    return [each["code"] for each in listed]


def test_every_code_list_that_a_sender_needs(system: System, council: Agency, wards: dict[str, Area]) -> None:
    Source.objects.update(level=2, handling="C", handling_conditions=["A1", "S2"])

    answer = system.get(PATH)

    assert answer.status_code == 200
    said = answer.json()
    assert said["source"] == {
        "code": "pol-records",
        "name": "POL records",
        "agency": {"code": "POL", "name": "Alpha Constabulary"},
        "purpose": "antisocial-behaviour",
        "level": 2,
        "handling": {
            "source_evaluation": 1,
            "information_assessment": "B",
            "sharing": "C",
            "conditions": ["A1", "S2"],
        },
    }
    assert {"code": "burglary", "name": "Burglary", "kind": "crime"} in said["types"]
    assert codes(said["asb_types"]) == ["personal", "nuisance", "environmental"]
    assert "alcohol" in codes(said["qualifiers"])
    assert said["agencies"] == [
        {"code": "ACC", "name": "Alpha City Council", "sector": "council"},
        {"code": "POL", "name": "Alpha Constabulary", "sector": "police"},
    ]
    assert codes(said["levels"]) == [1, 2, 3, 4]
    assert codes(said["source_evaluations"]) == [1, 2, 3]
    assert codes(said["information_assessments"]) == [*"ABCDE"]
    assert codes(said["sharing"]) == ["P", "C"]
    assert codes(said["conditions"]) == ["A1", "A2", "A3", "S1", "S2"]
    assert said["protective_markings"] == ["OFFICIAL", "OFFICIAL-SENSITIVE"]
    assert [(each["code"], each["parent"]) for each in said["areas"]] == [("D1", None), ("E1", "D1"), ("E2", "D1")]


def test_what_is_no_longer_in_use_is_not_listed(system: System, council: Agency) -> None:
    IncidentType.objects.filter(code="burglary").update(retired_at=timezone.now())
    Qualifier.objects.filter(code="alcohol").update(retired_at=timezone.now())
    Agency.objects.filter(pk=council.pk).update(left_at=timezone.now())

    said = system.get(PATH).json()

    assert "burglary" not in codes(said["types"])
    assert "alcohol" not in codes(said["qualifiers"])
    assert codes(said["agencies"]) == ["POL"]


def test_each_code_listed_is_accepted(system: System) -> None:
    said = system.get(PATH).json()

    rows = [report(f"type {code}", type=code) for code in codes(said["types"])]
    rows += [report(f"qualifier {code}", qualifiers=[code]) for code in codes(said["qualifiers"])]
    rows += [report(f"agency {code}", told_to=code) for code in codes(said["agencies"])]

    assert system.send(*rows).json()["refused"] == 0


@pytest.mark.parametrize("scope", ["incidents:read", "incidents:write"])
def test_either_scope_is_enough(police: Agency, scope: str) -> None:
    assert system_of(police, "alpha").signed_in(scope=scope).get(PATH).status_code == 200


def test_more_codes_cost_no_more_statements(system: System) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert system.get(PATH).status_code == 200
        return len(captured)

    few = statements()
    for number in range(20):
        Agency.objects.create(code=f"X{number}", name=f"Agency {number}", type=Agency.objects.all()[0].type)
        Area.objects.create(level="neighbourhood", code=f"x{number}", name=f"Area {number}")

    assert statements() == few
