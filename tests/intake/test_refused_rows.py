"""Refused rows: the reasons, and what is kept of them."""

import json
from typing import Any

import pytest

from core.agencies.models import Source
from core.incidents.models import Incident
from core.intake.models import Row
from tests.intake.batches import outcomes, reasons
from tests.reports import System, report

GRADED = {"source_evaluation": 1, "information_assessment": "A", "sharing": "P"}


def sent_of(row: Row) -> dict[str, Any]:
    """What is kept of a refused row."""
    assert row.sent is not None
    return row.sent


def test_a_refused_row_does_not_stop_the_others(system: System) -> None:
    answer = system.send(report("R1"), report("R2", type="magic"), "a string", report("R3"))

    assert outcomes(answer) == ["created", "refused", "refused", "created"]
    assert answer.json()["created"] == 2
    assert answer.json()["refused"] == 2


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (report(""), "source_reference", "This is empty."),
        (report("x" * 121), "source_reference", "Use 120 characters at most."),
        (report("a\x00b"), "source_reference", "Remove the NUL character. It cannot be stored."),
        ({"source_reference": "R1", "type": "noise"}, "occurred", "This is missing."),
        (report(type="magic"), "type", "magic is not a behaviour or crime category in use here."),
        (report(type="burglary", asb_type="personal"), "asb_type", "Burglary is a crime. Send asb_type for"),
        (report(asb_type="cross"), "asb_type", "Choose 'personal', 'nuisance' or 'environmental'."),
        (report(qualifiers=["alcohol", "luck"]), "qualifiers", "luck is not a qualifier in use here."),
        (report(occurred="yesterday"), "occurred", "Write a month, a day or a minute"),
        (report(occurred="2026-02-30"), "occurred", "Write a month, a day or a minute"),
        (report(occurred="2999-01-01"), "occurred", "This is in the future."),
        (report(occurred="1066-10-14"), "occurred", "This is before 1900."),
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
         "handling", "Only C has conditions."),
        (report(handling={**GRADED, "sharing": "C"}), "handling", "C needs at least one condition: A1, A2, A3, S1"),
        (report(colour="red"), "colour", "There is no such field."),
        (report(protective_marking="PINK"), "protective_marking", "Choose OFFICIAL or OFFICIAL-SENSITIVE."),
        (None, "", "Send an object with named fields."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_the_reason(system: System, row: Any, field: str, reason: str) -> None:
    answer = system.send(row)

    assert outcomes(answer) == ["refused"]
    [(named, message)] = reasons(answer)
    assert named == field
    assert message.startswith(reason)
    assert not Incident.objects.exists()


def test_reports_are_never_held_below_their_sources_level(system: System) -> None:
    Source.objects.update(level=2)

    assert reasons(system.send(report(level=1))) == [("level", "Records of this source have level 2 or above.")]


@pytest.mark.parametrize("marking", ["SECRET", "TOP SECRET", "secret", "Top_Secret"])
def test_secret_and_above_is_neither_accepted_nor_kept(system: System, marking: str) -> None:
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

    kept = sent_of(Row.objects.get())
    assert kept.keys() <= {"source_reference", "protective_marking"}
    assert "agent" not in str(kept)
    assert all(len(value) <= 120 for value in kept.values())


def test_nothing_of_a_row_that_wraps_a_secret_one_is_kept(system: System) -> None:
    system.send([report("R1", narrative="Where the agent lives", protective_marking="SECRET")])

    assert Row.objects.get().sent == {}


def test_a_field_whose_name_cannot_be_stored_is_refused(system: System) -> None:
    answer = system.send(report("R1") | {"no\x00such": 1, "half\ud800": 1})

    unreadable = "This text has characters that cannot be read. Type it again."
    assert {reason for _, reason in reasons(answer)} <= {"There is no such field.", unreadable}
    assert Row.objects.get().outcome == "refused"


def test_a_refused_row_is_kept_as_sent_so_that_it_can_be_corrected(system: System) -> None:
    sent = report("R1", type="magic", narrative="Something odd \x00 \ud800")

    system.send(sent, body=json.dumps({"incidents": [sent]}))

    row = Row.objects.get()
    assert sent_of(row)["type"] == "magic"
    assert sent_of(row)["narrative"] == "Something odd \ufffd ?"
    assert (row.source_reference, row.record_id) == ("R1", None)


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
    assert sent_of(row)["(cut)"] == "This row was too long to keep whole."
    assert (sent_of(row)["source_reference"], sent_of(row)["type"]) == ("R1", "magic")
    assert len(answer.content) < 16 * 1024


def test_a_row_with_many_errors_is_answered_with_the_first_and_a_count(system: System) -> None:
    answer = system.send(report("R1", **{f"field {number}": 1 for number in range(50)}))

    shown = reasons(answer)
    assert len(shown) == 21
    assert shown[-1] == ("", "There are 30 more errors in this row.")


def test_a_reference_twice_in_a_batch_is_one_incident_or_a_refusal(system: System) -> None:
    answer = system.send(report("R1"), report("R1"), report("R1", narrative="Another thing"))

    assert outcomes(answer) == ["created", "unchanged", "refused"]
    assert reasons(answer) == [("source_reference", "Row 0 of this batch uses this reference for something else.")]
    assert Incident.objects.count() == 1
