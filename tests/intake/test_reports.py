"""Reports becoming incidents."""

from typing import Any

import pytest

from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.incidents.models import Incident
from tests.intake.batches import outcomes
from tests.reports import System, report, system_of


def test_a_report_becomes_an_incident_with_all_its_content(
    system: System, police: Agency, council: Agency, wards: dict[str, Area]
) -> None:
    answer = system.send(
        report(
            "CAD-1",
            type="threats",
            asb_type="personal",
            qualifiers=["youth", "alcohol"],
            occurred="2026-11-16T22:10",
            location="Shirley High Street",
            longitude=0.5,
            latitude=50.5,
            told_to="acc",
            narrative="Threats to shop staff over a refused sale",
            outcome="Officer sent",
            level=2,
            handling={
                "source_evaluation": 2,
                "information_assessment": "C",
                "sharing": "C",
                "conditions": ["S2", "A1"],
            },
            protective_marking="official-sensitive",
        )
    )

    made = Incident.objects.with_names().get()
    assert answer.json()["rows"] == [
        {"position": 0, "source_reference": "CAD-1", "outcome": "created", "reference": made.reference, "errors": []}
    ]
    assert (made.type.code, made.asb_type, made.qualifiers) == ("threats", "personal", ["alcohol", "youth"])
    assert made.occurred_at.isoformat() == "2026-11-16T22:10:00+00:00"
    assert (made.precision, made.location) == ("minute", "Shirley High Street")
    assert (made.neighbourhood_id, made.placed) == (wards["E1"].pk, "inside")
    assert (made.told_to, made.owner, made.level) == (council, police, 2)
    assert (made.source_evaluation, made.information_assessment, made.handling) == (2, "C", "C")
    assert made.handling_conditions == ["A1", "S2"]
    assert made.narrative == "Threats to shop staff over a refused sale"
    assert made.outcome == "Officer sent"


def test_the_source_has_defaults_for_what_a_report_leaves_out(system: System, police: Agency) -> None:
    Source.objects.update(purpose="serious-violence", level=2, source_evaluation=2, information_assessment="C")

    system.send(report())

    made = Incident.objects.get()
    assert (made.purpose, made.level) == ("serious-violence", 2)
    assert (made.source_evaluation, made.information_assessment, made.handling) == (2, "C", "P")
    assert made.told_to_id == made.owner_id == police.pk


@pytest.mark.parametrize(
    ("occurred", "precision", "instant"),
    [
        ("2018-10", "month", "2018-09-30T23:00:00+00:00"),
        ("2018-10-20", "day", "2018-10-19T23:00:00+00:00"),
        ("2018-10-20T22:10", "minute", "2018-10-20T21:10:00+00:00"),
        ("2018-10-20T22:10:59Z", "minute", "2018-10-20T22:10:00+00:00"),
        ("2026-03-29T02:00", "minute", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25T01:30", "minute", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T01:30+00:00", "minute", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_a_time_keeps_its_precision(system: System, occurred: str, precision: str, instant: str) -> None:
    system.send(report(occurred=occurred))

    made = Incident.objects.get()
    assert made.precision == precision
    assert made.occurred_at.isoformat() == instant


def test_references_are_numbered_within_a_year(system: System) -> None:
    system.send(report("R1"), report("R2"))
    system.send(report("R3"))

    numbers = [each.reference.partition("-")[2] for each in Incident.objects.order_by("pk")]
    assert numbers == ["000001", "000002", "000003"]


def test_the_same_reference_is_never_a_second_incident(system: System) -> None:
    first = system.send(report("R1"), report("R2"))
    again = system.send(report("R1"), report("R2", narrative="More is known"), report("R3"))

    assert outcomes(first) == ["created", "created"]
    assert outcomes(again) == ["unchanged", "updated", "created"]
    assert Incident.objects.count() == 3
    assert Incident.objects.get(source_reference="R2").narrative == "More is known"
    assert [row["reference"] for row in again.json()["rows"]][:2] == [row["reference"] for row in first.json()["rows"]]


def test_an_update_keeps_the_version_before(system: System) -> None:
    system.send(report("R1", narrative="Before"))
    system.send(report("R1", narrative="After"))

    incident: Any = Incident.objects.get()  # pghistory adds `versions`
    assert [each.narrative for each in incident.versions.all()] == ["Before"]


def test_an_update_finds_the_neighbourhood_again(system: System, wards: dict[str, Area]) -> None:
    system.send(report("R1", longitude=0.5, latitude=50.5))
    system.send(report("R1", longitude=1.5, latitude=50.5))

    assert Incident.objects.get().neighbourhood_id == wards["E2"].pk


def test_the_reference_of_another_source_is_another_incident(system: System, council: Agency) -> None:
    system.send(report("R1"))
    system_of(council, "alpha").signed_in().send(report("R1"))

    assert Incident.objects.filter(source_reference="R1").count() == 2
