"""Sending incidents in."""

import json
import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.audit.models import Entry
from core.incidents.models import Incident
from core.intake import actions
from core.intake.models import Batch, Row
from tenants import current
from tests.personas import agency
from tests.reports import System, report, system_of

GRADED = {"source_evaluation": 1, "information_assessment": "A", "sharing": "P"}


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["outcome"] for row in answer.json()["rows"]]


def reasons(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(error["field"], error["reason"]) for row in answer.json()["rows"] for error in row["errors"]]


def test_a_report_becomes_an_incident_with_all_that_was_said(
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


def test_what_is_not_said_is_stamped_from_the_source(system: System, police: Agency) -> None:
    Source.objects.update(purpose="serious-violence", level=2, source_evaluation=2, information_assessment="C")

    system.send(report())

    made = Incident.objects.get()
    assert (made.purpose, made.level) == ("serious-violence", 2)
    assert (made.source_evaluation, made.information_assessment, made.handling) == (2, "C", "P")
    assert made.told_to_id == made.owner_id == police.pk


@pytest.mark.parametrize(
    ("said", "precision", "instant"),
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
def test_a_time_is_kept_as_exactly_as_it_is_known(system: System, said: str, precision: str, instant: str) -> None:
    system.send(report(occurred=said))

    made = Incident.objects.get()
    assert made.precision == precision
    assert made.occurred_at.isoformat() == instant


def test_references_number_the_year(system: System) -> None:
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

    assert [each.narrative for each in Incident.objects.get().versions.all()] == ["Before"]


def test_an_update_is_placed_anew(system: System, wards: dict[str, Area]) -> None:
    system.send(report("R1", longitude=0.5, latitude=50.5))
    system.send(report("R1", longitude=1.5, latitude=50.5))

    assert Incident.objects.get().neighbourhood_id == wards["E2"].pk


def test_the_reference_of_another_source_is_another_incident(system: System, council: Agency) -> None:
    system.send(report("R1"))
    system_of(council, "alpha").signed_in().send(report("R1"))

    assert Incident.objects.filter(source_reference="R1").count() == 2


def test_one_bad_row_holds_up_no_other(system: System) -> None:
    answer = system.send(report("R1"), report("R2", type="magic"), "a string", report("R3"))

    assert outcomes(answer) == ["created", "refused", "refused", "created"]
    assert answer.json()["created"] == 2
    assert answer.json()["refused"] == 2


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (report(""), "source_reference", "This is empty."),
        (report("x" * 121), "source_reference", "Use 120 characters at most."),
        (report("a\x00b"), "source_reference", "Take out the NUL character; it cannot be kept."),
        ({"source_reference": "R1", "type": "noise"}, "occurred", "This is missing."),
        (report(type="magic"), "type", "magic is no behaviour or crime category in use here."),
        (report(type="burglary", asb_type="personal"), "asb_type", "Burglary is a crime; only"),
        (report(asb_type="cross"), "asb_type", "Choose 'personal', 'nuisance' or 'environmental'."),
        (report(qualifiers=["alcohol", "luck"]), "qualifiers", "luck is no qualifier in use here."),
        (report(occurred="yesterday"), "occurred", "Write a month, a day or a minute"),
        (report(occurred="2026-02-30"), "occurred", "Write a month, a day or a minute"),
        (report(occurred="2999-01-01"), "occurred", "This has not come yet."),
        (report(occurred="1066-10-14"), "occurred", "This lies before 1900."),
        (report(occurred=20181001), "occurred", "Write this as text."),
        (report(longitude=0.5), "", "Send longitude and latitude, or neither."),
        (report(longitude=50.9, latitude=-1.4), "", "Longitude and latitude look swapped."),
        (report(occurred="\uff12026-11"), "occurred", "Write a month, a day or a minute"),
        (report(occurred="2026-11-1\uff16"), "occurred", "Write a month, a day or a minute"),
        (report(occurred="2026-03-29T01:30"), "occurred", "The clocks went forward, so this time did not exist"),
        (report(longitude=181, latitude=50), "longitude", "This must be 180.0 or less."),
        (report(longitude=True, latitude=50), "longitude", "Write this as a number."),
        (report(longitude="here", latitude=50), "longitude", "Write this as a number."),
        (report(told_to="Nobody"), "told_to", "No agency here has the code or name Nobody."),
        (report(level=0), "level", "This must be 1 or more."),
        (report(handling={**GRADED, "conditions": ["A1"]}),
         "handling", "Only C carries conditions."),
        (report(handling={**GRADED, "sharing": "C"}), "handling", "C needs at least one condition: A1, A2, A3, S1"),
        (report(colour="red"), "colour", "There is no such field."),
        (report(protective_marking="PINK"), "protective_marking", "Choose OFFICIAL or OFFICIAL-SENSITIVE."),
        (None, "", "Send an object with named fields."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_says_why(system: System, row: Any, field: str, reason: str) -> None:
    answer = system.send(row)

    assert outcomes(answer) == ["refused"]
    [(named, said)] = reasons(answer)
    assert named == field
    assert said.startswith(reason)
    assert not Incident.objects.exists()


def test_reports_are_never_held_below_their_sources_level(system: System) -> None:
    Source.objects.update(level=2)

    assert reasons(system.send(report(level=1))) == [("level", "Reports of this source are held at level 2 or above.")]


@pytest.mark.parametrize("marking", ["SECRET", "TOP SECRET", "secret", "Top_Secret"])
def test_secret_and_above_is_neither_taken_nor_kept(system: System, marking: str) -> None:
    answer = system.send(report("R1", narrative="Where the agent lives", protective_marking=marking))

    [(field, reason)] = reasons(answer)
    assert field == "protective_marking"
    assert "up to OFFICIAL-SENSITIVE" in reason
    assert Row.objects.get().sent == {"source_reference": "R1", "protective_marking": marking}


@pytest.mark.parametrize(
    "misspelt",
    [
        {"Protective_Marking": "SECRET"},
        {"gscMarking": " top  secret"},
        {"protective_marking": "SECRET", "source_reference": {"of": "the agent"}},
        {"protective_marking": "UK EYES ONLY " * 20},
        {"meta": {"markings": ["OFFICIAL", "Secret"]}},
    ],
)
def test_a_marking_above_counts_where_its_sender_misspelt_the_field(system: System, misspelt: dict[str, Any]) -> None:
    system.send(report("R1", narrative="Where the agent lives") | misspelt)

    kept = Row.objects.get().sent
    assert kept.keys() <= {"source_reference", "protective_marking"}
    assert "agent" not in str(kept)
    assert all(len(value) <= 120 for value in kept.values())


def test_nothing_of_a_row_that_wraps_a_secret_one_is_kept(system: System) -> None:
    system.send([report("R1", narrative="Where the agent lives", protective_marking="SECRET")])

    assert Row.objects.get().sent == {}


def test_a_field_whose_name_cannot_be_kept_is_refused_in_words(system: System) -> None:
    answer = system.send(report("R1") | {"no\x00such": 1, "half\ud800": 1})

    assert {reason for _, reason in reasons(answer)} <= {"There is no such field.", "This is not proper Unicode text."}
    assert Row.objects.get().outcome == "refused"


def test_a_refused_row_is_kept_as_sent_so_that_it_can_be_put_right(system: System) -> None:
    sent = report("R1", type="magic", narrative="Something odd \x00 \ud800")

    system.send(sent, body=json.dumps({"incidents": [sent]}))

    row = Row.objects.get()
    assert row.sent["type"] == "magic"
    assert row.sent["narrative"] == "Something odd \ufffd ?"
    assert (row.source_reference, row.incident) == ("R1", None)


@pytest.mark.parametrize(
    "more",
    [
        {"narrative": "ü" * 50_000},
        {f"field {number}": "x" * 100 for number in range(2_000)},
        {"x" * 50_000: 1},
        {"qualifiers": [{"a": "x" * 50_000}]},
    ],
)
def test_a_refused_row_keeps_at_most_16_kb(system: System, more: dict[str, Any]) -> None:
    answer = system.send(report("R1", type="magic", **more))

    row = Row.objects.get()
    kept = [json.dumps(value, ensure_ascii=False).encode() for value in (row.sent, row.errors)]
    assert sum(map(len, kept)) <= 16 * 1024
    assert row.sent["(cut)"] == "This row was too long to keep whole."
    assert (row.sent["source_reference"], row.sent["type"]) == ("R1", "magic")
    assert len(answer.content) < 16 * 1024


def test_a_row_with_very_many_errors_tells_the_first_and_how_many_more(system: System) -> None:
    answer = system.send(report("R1", **{f"field {number}": 1 for number in range(50)}))

    told = reasons(answer)
    assert len(told) == 21
    assert told[-1] == ("", "There are 30 more errors in this row.")


def test_a_reference_twice_in_a_batch_is_one_incident_or_a_refusal(system: System) -> None:
    answer = system.send(report("R1"), report("R1"), report("R1", narrative="Another thing"))

    assert outcomes(answer) == ["created", "unchanged", "refused"]
    assert reasons(answer) == [("source_reference", "Row 0 of this batch uses this reference for something else.")]
    assert Incident.objects.count() == 1


def test_the_same_batch_under_the_same_key_is_answered_the_same(system: System) -> None:
    rows = [report("R1"), report("R2", type="magic")]

    first = system.send(*rows, key="monday")
    again = system.send(*rows, key="monday")

    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Batch.objects.count() == 1


def test_another_body_under_the_same_key_is_refused_in_words(system: System) -> None:
    system.send(report("R1"), key="monday")

    answer = system.send(report("R2"), key="monday")

    assert answer.status_code == 409
    assert "another body" in answer.json()["detail"]
    assert Incident.objects.count() == 1


def test_keys_of_two_clients_do_not_meet(system: System, council: Agency) -> None:
    system.send(report("R1"), key="monday")

    assert outcomes(system_of(council, "alpha").signed_in().send(report("R2"), key="monday")) == ["created"]


@pytest.mark.parametrize("key", ["", "x" * 121, "two words", "naïve"])
def test_a_key_is_required_and_plain(system: System, key: str) -> None:
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
def test_what_is_no_batch_is_refused_as_a_whole(system: System, body: str, status: int) -> None:
    answer = system.send(body=body)

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert not Batch.objects.exists()


def test_too_large_a_body_is_said_to_be_so(system: System, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    answer = system.send(report(narrative="x" * 2_000))

    assert answer.status_code == 413
    assert "Send fewer incidents" in answer.json()["detail"]


def test_a_batch_can_be_asked_for_again_by_its_own_client_alone(system: System, council: Agency) -> None:
    sent = system.send(report("R1"), report("R2", type="magic"))
    path = f"/incidents/batches/{sent.json()['id']}"

    assert system.get(path).json() == sent.json()
    assert system_of(council, "alpha").signed_in().get(path).status_code == 404
    assert system.get("/incidents/batches/00000000-0000-4000-8000-000000000000").status_code == 404


def test_one_trail_entry_names_all_that_a_batch_changed(system: System) -> None:
    system.send(report("R1"), report("R2"), report("R3", type="magic"))

    entry = Entry.objects.get(event="incidents.received")
    assert entry.records == [f"incidents.incident:{each.pk}" for each in Incident.objects.order_by("pk")]
    assert entry.actor == f"intake.apiclient:{system.client.pk}"
    assert entry.details == {"source": "pol-records", "created": 2, "updated": 0, "unchanged": 0}


def test_an_answer_that_shows_earlier_incidents_is_recorded_as_a_look(system: System) -> None:
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


def test_what_fails_half_way_leaves_nothing(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr(actions, "_count", fails)
    with pytest.raises(RuntimeError):
        system.send(report("R1"), key="monday")
    monkeypatch.undo()

    assert not Incident.objects.exists()
    assert not Batch.objects.exists()
    assert outcomes(system.send(report("R1"), key="monday")) == ["created"]


def test_a_thousand_rows_cost_as_many_statements_as_two(system: System, wards: dict[str, Area]) -> None:
    def statements(*rows: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = system.send(*rows)
        assert answer.status_code == 200
        return len(captured)

    def many(first: int, number: int, **more: Any) -> list[Any]:
        return [report(f"R{n}", longitude=0.5, latitude=50.5, **more) for n in range(first, first + number)]

    statements(*many(0, 2))
    few = statements(*many(10, 2), *many(0, 2, narrative="changed"), report("B", type="magic"))
    lots = statements(*many(100, 496), *many(10, 2, narrative="changed"), *[report("B", type="magic")] * 2)

    assert lots == few


def test_a_thousand_rows_shown_again_cost_as_many_statements_as_two(system: System) -> None:
    few, lots = [report("A"), report("B")], [report(f"R{number}") for number in range(200)]

    def statements(rows: list[Any]) -> list[int]:
        path = f"/incidents/batches/{system.send(*rows).json()['id']}"
        key = f"again {len(rows)}".replace(" ", "-")
        counts = []
        for ask in (
            lambda: system.send(*rows, key=key),  # all unchanged
            lambda: system.send(*rows, key=key),  # the same batch
            lambda: system.get(path),
        ):
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
def test_overlapping_batches_at_once_neither_lock_up_nor_double() -> None:
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


def committed_system() -> System:
    """A system of the police in `alpha` that other threads see too."""
    with current.entered("alpha"):
        return system_of(agency("POL", "Alpha Constabulary", "police-force"), "alpha").signed_in()


def at_once(number: int, send: Any) -> list[Any]:
    """The answers of so many threads that start together."""
    answers: list[Any] = [None] * number
    start = threading.Barrier(number)

    def work(turn: int) -> None:
        start.wait()
        try:
            answers[turn] = send(turn)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
