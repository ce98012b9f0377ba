"""Batches: keys, repeated answers, the audit trail, cost, and several at once."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.agencies.models import Agency
from core.areas.models import Area
from core.areas.record_types import AREA
from core.audit.models import Entry
from core.incidents.models import Incident
from core.incidents.record_types import INCIDENT
from core.intake import actions
from core.intake.actions import batches
from core.intake.models import Batch, Row
from tenants import current
from tests.annotations import ClientResponse
from tests.intake.batches import at_once, committed_system, outcomes
from tests.reports import System, incident, report, system_of

RELEASED_BATCH = """
    INSERT INTO intake_batch (
        public_id, client_id, idempotency_key, body_digest, received_at, created, updated, unchanged, refused
    ) VALUES (%s, %s, 'monday', %s, now(), 1, 0, 0, 0)
"""
RELEASED_ROW = """
    INSERT INTO intake_row (batch_id, position, source_reference, outcome, incident_id, errors)
    SELECT id, 0, 'R1', 'created', %s, '[]' FROM intake_batch
"""


def test_the_same_batch_with_the_same_key_gets_the_same_answer(system: System) -> None:
    rows = [report("R1"), report("R2", type="magic")]

    first = system.send(*rows, key="monday")
    again = system.send(*rows, key="monday")

    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Batch.objects.count() == 1


def test_another_body_with_the_same_key_is_refused(system: System) -> None:
    system.send(report("R1"), key="monday")

    answer = system.send(report("R2"), key="monday")

    assert answer.status_code == 409
    assert "another body" in answer.json()["detail"]
    assert Incident.objects.count() == 1


def test_the_same_key_and_body_for_another_record_type_are_refused(system: System) -> None:
    same: dict[str, Any] = {"client": system.client, "key": "monday", "body_digest": "0" * 64, "sent": [report("R1")]}
    assert INCIDENT.intake
    assert AREA.intake
    actions.receive_batch(record_type=INCIDENT.code, intake=INCIDENT.intake, **same)

    with pytest.raises(actions.KeyReused):
        actions.receive_batch(record_type=AREA.code, intake=AREA.intake, **same)

    assert Batch.objects.get().record_type == INCIDENT.code


def test_two_clients_may_use_the_same_key(system: System, council: Agency) -> None:
    system.send(report("R1"), key="monday")

    assert outcomes(system_of(council, "alpha").signed_in().send(report("R2"), key="monday")) == ["created"]


@pytest.mark.parametrize("key", ["", "x" * 121, "two words", "naïve"])
def test_a_key_is_required_and_must_be_ascii(system: System, key: str) -> None:
    answer = system.http.post(
        "/api/v1/incidents/batches",
        json.dumps({"incidents": [report()]}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {system.token}", **({"Idempotency-Key": key} if key else {})},
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"incidents": [], "incidents": [{}]}', 400),
        ('{"incidents": [{"level": 4, "level": 1}]}', 400),
        ("[1", 400),
        ('{"incidents": [NaN]}', 400),
        ("[" * 100_000, 400),
        ("", 422),
        ("[]", 422),
        ("{}", 422),
        ('{"incidents": []}', 422),
        ('{"incidents": {}}', 422),
        (json.dumps({"incidents": [report()] * 1001}), 422),
        (json.dumps({"incidents": [report()], "more": 1}), 422),
    ],
)
def test_a_body_that_is_not_a_batch_is_refused(system: System, body: str, status: int) -> None:
    answer = system.send(body=body)

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert not Batch.objects.exists()


def test_a_large_body_is_refused(system: System, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    answer = system.send(report(narrative="x" * 2_000))

    assert answer.status_code == 413
    assert "Send fewer rows" in answer.json()["detail"]


def test_only_its_client_can_read_a_batch_again(system: System, council: Agency) -> None:
    sent = system.send(report("R1"), report("R2", type="magic"))
    path = f"/incidents/batches/{sent.json()['id']}"

    assert system.get(path).json() == sent.json()
    assert system_of(council, "alpha").signed_in().get(path).status_code == 404
    assert system.get("/incidents/batches/00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_batch_that_released_code_stored_is_answered_again(system: System) -> None:
    """Released code does not know record types, and stores the id of an incident in the former foreign key."""
    made = incident(of=system.client.source.agency)
    body = json.dumps({"incidents": [report("R1")]})
    digest = hashlib.sha256(body.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(RELEASED_BATCH, [str(uuid4()), system.client.pk, digest])
        cursor.execute(RELEASED_ROW, [made.pk])

    answer = system.send(body=body, key="monday")

    assert answer.headers["Idempotency-Replayed"] == "true"
    assert [each["reference"] for each in answer.json()["rows"]] == [made.reference]


def test_one_audit_entry_names_everything_that_a_batch_changed(system: System) -> None:
    system.send(report("R1"), report("R2"), report("R3", type="magic"))

    entry = Entry.objects.get(event="incidents.received")
    assert entry.records == [f"incidents.incident:{each.pk}" for each in Incident.objects.order_by("pk")]
    assert entry.actor == f"intake.apiclient:{system.client.pk}"
    assert entry.details == {"source": "pol-records", "created": 2, "updated": 0, "unchanged": 0}


def test_an_answer_with_earlier_incidents_is_recorded_as_a_read(system: System) -> None:
    rows = [report("R1"), report("R2", type="magic")]
    batch_id = system.send(*rows, key="monday").json()["id"]
    batch, made = Batch.objects.get(), Incident.objects.get()
    assert not Entry.objects.filter(event="records.seen").exists()

    system.send(*rows, key="monday")
    system.get(f"/incidents/batches/{batch_id}")
    system.send(report("R1"), key="tuesday")

    looks = Entry.objects.filter(event="records.seen", actor=f"intake.apiclient:{system.client.pk}").order_by("pk")
    on_tuesday = Batch.objects.get(idempotency_key="tuesday")
    assert [look.records for look in looks] == [
        [f"intake.batch:{batch.pk}", f"incidents.incident:{made.pk}"],
        [f"intake.batch:{batch.pk}", f"incidents.incident:{made.pk}"],
        [f"intake.batch:{on_tuesday.pk}", f"incidents.incident:{made.pk}"],
    ]


def test_a_failed_batch_leaves_nothing(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr(batches, "_count", fails)
    with pytest.raises(RuntimeError):
        system.send(report("R1"), key="monday")
    monkeypatch.undo()

    assert not Incident.objects.exists()
    assert not Batch.objects.exists()
    assert outcomes(system.send(report("R1"), key="monday")) == ["created"]


def test_a_thousand_rows_need_as_many_statements_as_two(system: System, wards: dict[str, Area]) -> None:
    def statements(*rows: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = system.send(*rows)
        assert answer.status_code == 200
        return len(captured)

    def many(first: int, number: int, **more: Any) -> list[Any]:
        return [report(f"R{n}", longitude=0.5, latitude=50.5, **more) for n in range(first, first + number)]

    statements(*many(0, 2), report("B", type="magic"))  # both batches below find an open notice of refused rows
    few = statements(*many(10, 2), *many(0, 2, narrative="changed"), report("B", type="magic"))
    lots = statements(*many(100, 496), *many(10, 2, narrative="changed"), *[report("B", type="magic")] * 2)

    assert lots == few


def test_reading_many_rows_again_needs_as_many_statements_as_two(system: System) -> None:
    few, lots = [report("A"), report("B")], [report(f"R{number}") for number in range(200)]

    def statements(rows: list[Any]) -> list[int]:
        path = f"/incidents/batches/{system.send(*rows).json()['id']}"
        key = f"again {len(rows)}".replace(" ", "-")
        counts = []
        asks: list[Callable[[], ClientResponse]] = [
            lambda: system.send(*rows, key=key),  # all unchanged
            lambda: system.send(*rows, key=key),  # the same batch
            lambda: system.get(path),
        ]
        for ask in asks:
            with CaptureQueriesContext(connection) as captured:
                assert ask().status_code == 200
            counts.append(len(captured))
        return counts

    assert statements(lots) == statements(few)


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_once_is_one_batch() -> None:
    system = committed_system()

    answers = at_once(4, lambda _: system.send(report("R1"), report("R2"), key="monday"))

    with current.entered("alpha"):
        assert Counter(answer.status_code for answer in answers) == {200: 4}
        assert len({answer.content for answer in answers}) == 1
        assert (Batch.objects.count(), Incident.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_overlapping_batches_at_once_neither_deadlock_nor_create_twice() -> None:
    system = committed_system()
    references = [f"R{number}" for number in range(60)]

    def send(turn: int) -> Any:
        mine = references[turn * 10 : turn * 10 + 30]
        return system.send(*[report(each) for each in (mine if turn % 2 else mine[::-1])])

    answers = [answer for _ in range(3) for answer in at_once(4, send)]

    with current.entered("alpha"):
        assert Counter(answer.status_code for answer in answers) == {200: 12}
        made = list(Incident.objects.values_list("source_reference", "reference"))
        assert sorted(each for each, _ in made) == sorted(references)
        assert sorted(each.partition("-")[2] for _, each in made) == [f"{n:06}" for n in range(1, 61)]
        assert Row.objects.filter(outcome="created").count() == 60
