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
    lists = answer.json()
    assert lists["source"] == {
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
    assert {"code": "burglary", "name": "Burglary", "kind": "crime"} in lists["types"]
    assert codes(lists["asb_types"]) == ["personal", "nuisance", "environmental"]
    assert "alcohol" in codes(lists["qualifiers"])
    assert lists["agencies"] == [
        {"code": "ACC", "name": "Alpha City Council", "sector": "council"},
        {"code": "POL", "name": "Alpha Constabulary", "sector": "police"},
    ]
    assert codes(lists["levels"]) == [1, 2, 3, 4]
    assert codes(lists["source_evaluations"]) == [1, 2, 3]
    assert codes(lists["information_assessments"]) == [*"ABCDE"]
    assert codes(lists["sharing"]) == ["P", "C"]
    assert codes(lists["conditions"]) == ["A1", "A2", "A3", "S1", "S2"]
    assert lists["protective_markings"] == ["OFFICIAL", "OFFICIAL-SENSITIVE"]
    assert [(each["code"], each["parent"]) for each in lists["areas"]] == [("D1", None), ("E1", "D1"), ("E2", "D1")]


def test_what_is_no_longer_in_use_is_not_listed(system: System, council: Agency) -> None:
    IncidentType.objects.filter(code="burglary").update(retired_at=timezone.now())
    Qualifier.objects.filter(code="alcohol").update(retired_at=timezone.now())
    Agency.objects.filter(pk=council.pk).update(left_at=timezone.now())

    lists = system.get(PATH).json()

    assert "burglary" not in codes(lists["types"])
    assert "alcohol" not in codes(lists["qualifiers"])
    assert codes(lists["agencies"]) == ["POL"]


def test_each_code_listed_is_accepted(system: System) -> None:
    lists = system.get(PATH).json()

    rows = [report(f"type {code}", type=code) for code in codes(lists["types"])]
    rows += [report(f"qualifier {code}", qualifiers=[code]) for code in codes(lists["qualifiers"])]
    rows += [report(f"agency {code}", told_to=code) for code in codes(lists["agencies"])]

    assert system.send(*rows).json()["refused"] == 0


@pytest.mark.parametrize("scope", ["incidents:read", "incidents:write"])
def test_either_scope_is_enough(police: Agency, scope: str) -> None:
    assert system_of(police, "alpha").signed_in(scope=scope).get(PATH).status_code == 200


def test_more_codes_need_no_more_statements(system: System) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert system.get(PATH).status_code == 200
        return len(captured)

    few = statements()
    for number in range(20):
        Agency.objects.create(code=f"X{number}", name=f"Agency {number}", type=Agency.objects.all()[0].type)
        Area.objects.create(level="neighbourhood", code=f"x{number}", name=f"Area {number}")

    assert statements() == few
