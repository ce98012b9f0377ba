"""Partner systems sending areas."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.audit.models import Entry
from core.incidents import tasks
from core.intake.models import Batch, Row
from tests.annotations import ClientResponse
from tests.areas.shapes import square
from tests.reports import System, incident, system_of

BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 50], [1, 51], [1, 50], [0, 51], [0, 50]]]}


def area(code: str, **more: Any) -> dict[str, Any]:
    """A row as a partner system sends it."""
    row = {"code": code, "name": f"Ward {code}", "level": "neighbourhood", "boundary": square(0, 50)}
    return {**row, **more}


def with_first_position(*position: Any) -> dict[str, Any]:
    """A square that starts and ends with this position instead of `[0, 50]`."""
    boundary = square(0, 50)
    [ring] = boundary["coordinates"]
    ring[0] = ring[-1] = list(position)
    return boundary


def send(system: System, *rows: Any, **more: Any) -> ClientResponse:
    return system.send(*rows, segment="areas", **more)


def outcomes(answer: ClientResponse) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["outcome"] for row in answer.json()["rows"]]


def test_a_row_becomes_an_area_and_the_audit_trail_names_it(system: System) -> None:
    source = Source.objects.get()

    answer = send(system, area("E1", parent="D1"), area("D1", level="district", boundary=square(0, 50, 2)))

    assert answer.json()["rows"] == [
        {"position": 0, "source_reference": "E1", "outcome": "created", "reference": "E1", "errors": []},
        {"position": 1, "source_reference": "D1", "outcome": "created", "reference": "D1", "errors": []},
    ]
    made = Area.objects.get(code="E1")
    assert (made.name, made.level, made.dataset) == ("Ward E1", "neighbourhood", source.name)
    assert (made.boundary, made.centre_longitude) == (square(0, 50), 0.5)
    assert made.parent == Area.objects.get(code="D1")
    entry = Entry.objects.get(event="areas.imported")
    assert entry.actor == f"intake.apiclient:{system.client.pk}"
    assert set(entry.records) == {f"areas.area:{each.pk}" for each in Area.objects.all()}
    counts = {"created": 2, "updated": 0, "unchanged": 0}
    assert entry.details == {"level": "district, neighbourhood", "origin": source.name, **counts}


def test_each_row_is_answered_separately(system: System) -> None:
    send(system, area("E1"), area("E2"))

    answer = send(system, area("E1"), area("E2", name="New name"), area("E3"), area("E4", parent="none"), "a string")

    assert outcomes(answer) == ["unchanged", "updated", "created", "refused", "refused"]
    assert Area.objects.get(code="E2").name == "New name"
    assert not Area.objects.filter(code="E4").exists()


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (area(""), "code", "This is empty."),
        (area("E 1"), "code", "Use up to 60 letters, digits, hyphens and underscores, but"),
        (area("outside"), "code", "Use up to 60 letters, digits, hyphens and underscores, but not"),
        (area("E1", name=""), "name", "This is empty."),
        (area("E1", level="ward"), "level", "Choose 'county', 'district' or 'neighbourhood'."),
        (area("E1", colour="red"), "colour", "There is no such field."),
        ({"code": "E1", "name": "E1", "level": "county"}, "boundary", "This is missing."),
        (area("E1", boundary=None), "boundary", "Its geometry is not a Polygon or MultiPolygon."),
        (area("E1", boundary={"type": ["Polygon"], "coordinates": []}), "boundary", "Its geometry is not a Polygon"),
        (area("E1", boundary={"type": "Point", "coordinates": [0, 50]}), "boundary", "Its geometry is not a Polygon"),
        (area("E1", boundary={"type": "Polygon", "coordinates": [[["a"]]]}), "boundary", "Its coordinates cannot be"),
        (area("E1", boundary=with_first_position("0", "50")), "boundary", "Its coordinates cannot be read."),
        (area("E1", boundary=with_first_position(False, 50)), "boundary", "Its coordinates cannot be read."),
        (area("E1", boundary=with_first_position(0)), "boundary", "Its coordinates cannot be read."),
        (area("E1", boundary={"type": "Polygon", "coordinates": [[[10**400, 1]]]}), "boundary", "Its coordinates"),
        (area("E1", boundary={"type": "Polygon", "coordinates": []}), "boundary", "Its geometry is empty."),
        (area("E1", boundary=square(400_000, 100_000)), "boundary", "Its coordinates are not degrees"),
        (area("E1", boundary=BOW_TIE), "boundary", "Its geometry is invalid: Self-intersection"),
        (area("E1", parent="none"), "parent", "The parent none does not exist."),
        (area("E1", parent="E0"), "parent", "The parent E0 is a neighbourhood. Choose a higher level."),
        (area("E0", level="district"), "level", "E0 already exists as a neighbourhood."),
    ],
)
def test_a_refusal_names_the_field_and_says_why(system: System, row: Any, field: str, reason: str) -> None:
    send(system, area("E0"))

    answer = send(system, row)

    assert outcomes(answer) == ["refused"]
    [error] = answer.json()["rows"][0]["errors"]
    assert error["field"] == field
    assert error["reason"].startswith(reason)
    assert Area.objects.count() == 1


def test_an_area_cannot_be_its_own_parent(system: System) -> None:
    assert outcomes(send(system, area("E1", parent="E1"))) == ["refused"]


def test_a_code_twice_in_a_batch_is_one_area_or_a_refusal(system: System) -> None:
    answer = send(system, area("E1"), area("E1"), area("E1", boundary=square(3, 50)))

    assert outcomes(answer) == ["created", "unchanged", "refused"]
    [error] = answer.json()["rows"][2]["errors"]
    assert error == {"field": "code", "reason": "Row 0 of this batch uses this code for something else."}


def test_a_refused_row_is_kept_without_a_large_boundary(system: System) -> None:
    ring = [[number / 10_000, 50.0] for number in range(5_000)]

    send(system, area("E1", level="ward", boundary={"type": "Polygon", "coordinates": [ring]}))

    row = Row.objects.get()
    assert row.source_reference == "E1"
    assert row.sent is not None
    assert row.sent.keys() == {"(cut)", "code", "name", "level"}


def test_nothing_of_a_row_that_is_marked_secret_is_kept(system: System) -> None:
    send(system, area("E1", name="Where the agent lives", protective_marking="SECRET"))

    assert Row.objects.get().sent == {"code": "E1", "protective_marking": "SECRET"}


def test_the_same_batch_under_the_same_key_is_answered_the_same_and_recorded(system: System) -> None:
    first = send(system, area("E1"), area("E 2"), key="monday")
    again = send(system, area("E1"), area("E 2"), key="monday")
    read = system.get(f"/areas/batches/{first.json()['id']}")

    assert again.json() == read.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    named = [f"intake.batch:{Batch.objects.get().pk}", f"areas.area:{Area.objects.get().pk}"]
    assert [each.records for each in Entry.objects.filter(event="records.seen")] == [named, named]


def test_a_key_that_was_used_for_another_record_type_is_refused(system: System) -> None:
    send(system, area("E1"), key="monday")

    assert system.send(body=json.dumps({"incidents": [{}]}), key="monday").status_code == 409


def test_a_batch_is_found_only_under_its_type_and_by_its_client(system: System, council: Agency) -> None:
    batch_id = send(system, area("E1")).json()["id"]

    assert system.get(f"/areas/batches/{batch_id}").status_code == 200
    assert system.get(f"/incidents/batches/{batch_id}").status_code == 404
    assert system_of(council, "alpha").signed_in().get(f"/areas/batches/{batch_id}").status_code == 404


def test_the_scope_for_incidents_is_not_enough(police: Agency) -> None:
    system = system_of(police, "alpha").signed_in(scope="incidents:write")

    assert send(system, area("E1")).status_code == 403
    assert not Area.objects.exists()


def test_a_job_finds_the_neighbourhoods_of_incidents_when_boundaries_change(
    system: System, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueued: list[Any] = []

    def enqueue(task: Any) -> None:
        enqueued.append(task)

    monkeypatch.setattr(type(tasks.reassign_neighbourhoods), "enqueue", enqueue)
    report = incident(of=police, longitude=0.5, latitude=50.5)

    send(system, area("D1", level="district"))
    assert enqueued == []
    send(system, area("E1"))
    send(system, area("E1"))  # unchanged
    assert enqueued == [tasks.reassign_neighbourhoods]
    tasks.reassign_neighbourhoods.call()

    report.refresh_from_db()
    assert report.neighbourhood == Area.objects.get(code="E1")


def test_many_rows_cost_as_many_statements_as_few(system: System) -> None:
    def statements(*rows: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert set(outcomes(send(system, *rows))) <= {"created", "updated"}
        return len(captured)

    few = statements(area("A1"), area("A2", parent="D"), area("D", level="district"))
    lots = statements(*[area(f"B{number}") for number in range(50)], area("C", level="district"))

    assert lots <= few
