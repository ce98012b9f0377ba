"""Sending a report again: the incident keeps its protection unless the row removes it with a reason."""

from typing import Any

import pytest

from core.access.principal import SYSTEM
from core.agencies.models import Agency, Source
from core.audit.models import Entry
from core.incidents import actions
from core.incidents.intake import IncidentIn, Terms
from core.incidents.models import Incident
from core.intake.models import Row
from tests.access.test_reasons import NO_REASONS
from tests.intake.batches import outcomes, reasons
from tests.reports import System, report, source_of

GRADED = {"source_evaluation": 3, "information_assessment": "E", "sharing": "C", "conditions": ["A1", "S2"]}


def held() -> tuple[int, str, list[str]]:
    """The level, handling and conditions of the only incident."""
    return Incident.objects.values_list("level", "handling", "handling_conditions").get()


def test_a_report_sent_again_without_a_level_keeps_its_level(system: System) -> None:
    system.send(report(level=4))

    answer = system.send(report(narrative="More is known"))

    assert outcomes(answer) == ["updated"]
    assert Incident.objects.get().level == 4


def test_a_lower_level_without_a_reason_is_refused(system: System) -> None:
    system.send(report(level=4))

    answer = system.send(report(level=1))

    assert outcomes(answer) == ["refused"]
    [(field, reason)] = reasons(answer)
    assert field == "level"
    assert reason.startswith("This incident has level 4. To lower it, send a lower_level_reason as well")
    assert Incident.objects.get().level == 4
    refused = Row.objects.get(outcome="refused").sent
    assert refused is not None
    assert refused["level"] == 1


def test_a_lower_level_with_a_reason_is_accepted_and_the_reason_recorded(system: System) -> None:
    system.send(report(level=4))

    answer = system.send(report(level=2, lower_level_reason="The witness was moved"))

    assert outcomes(answer) == ["updated"]
    known = Incident.objects.get()
    assert known.level == 2
    entry = Entry.objects.get(event="incident.level-lowered")
    assert entry.records == [f"incidents.incident:{known.pk}"]
    assert entry.actor == f"intake.apiclient:{system.client.pk}"
    assert entry.details == {"was": 4, "level": 2, "reason": "The witness was moved"}


def test_a_higher_level_needs_no_reason(system: System) -> None:
    system.send(report(level=2))

    assert outcomes(system.send(report(level=3))) == ["updated"]
    assert Incident.objects.get().level == 3
    assert not Entry.objects.filter(event="incident.level-lowered").exists()


def test_a_reason_changes_nothing_that_is_reported(system: System) -> None:
    system.send(report(level=1))

    assert outcomes(system.send(report(level=1, lower_level_reason="As before"))) == ["unchanged"]


def test_a_report_keeps_the_protection_of_a_source_that_became_less_strict(system: System) -> None:
    Source.objects.update(level=3, handling="C", handling_conditions=["A1"])
    system.send(report())
    Source.objects.update(level=1, handling="P", handling_conditions=[])

    system.send(report(narrative="More is known"))

    assert held() == (3, "C", ["A1"])


def test_a_source_that_became_stricter_protects_what_is_sent_again(system: System) -> None:
    system.send(report())
    Source.objects.update(level=3, handling="C", handling_conditions=["A1"])

    system.send(report(narrative="More is known"))

    assert held() == (3, "C", ["A1"])


def test_a_source_that_became_stricter_protects_what_is_sent_again_unchanged(system: System) -> None:
    system.send(report())
    Source.objects.update(level=3, handling="C", handling_conditions=["A1"])

    assert outcomes(system.send(report())) == ["updated"]
    assert held() == (3, "C", ["A1"])
    assert outcomes(system.send(report())) == ["unchanged"]


def test_a_source_that_became_stricter_after_its_terms_were_read_protects_the_rows(police: Agency) -> None:
    terms = Terms.of(source_of(police))
    Source.objects.update(level=3, handling="C", handling_conditions=["A1"])
    sent = [report(source_reference="1"), report(source_reference="2", level=2)]

    received = actions.receive(rows=[IncidentIn.model_validate(row) for row in sent], terms=terms, by=SYSTEM)

    assert received["2"].errors == [{"field": "level", "reason": "Records of this source have level 3 or above."}]
    assert held() == (3, "C", ["A1"])


def test_a_report_sent_again_without_a_grading_keeps_its_grading(system: System) -> None:
    system.send(report(handling=GRADED))

    system.send(report(narrative="More is known"))

    assert held() == (1, "C", ["A1", "S2"])
    known = Incident.objects.get()
    assert (known.source_evaluation, known.information_assessment) == (3, "E")


@pytest.mark.parametrize(
    ("handling", "dropped"),
    [
        ({**GRADED, "conditions": ["S2"]}, "A1"),
        ({**GRADED, "conditions": ["A3"]}, "A1, S2"),
        ({**GRADED, "sharing": "P", "conditions": []}, "A1, S2"),
    ],
)
def test_dropping_conditions_without_a_reason_is_refused(
    system: System, handling: dict[str, Any], dropped: str
) -> None:
    system.send(report(handling=GRADED))

    answer = system.send(report(handling=handling))

    [(field, reason)] = reasons(answer)
    assert field == "handling"
    assert reason.startswith(f"This incident has the conditions {dropped}. To drop them, send a ")
    assert held() == (1, "C", ["A1", "S2"])


def test_dropping_conditions_with_a_reason_is_accepted_and_the_reason_recorded(system: System) -> None:
    system.send(report(handling=GRADED))

    system.send(report(handling={**GRADED, "conditions": ["S2"]}, drop_conditions_reason="The originator agreed"))

    assert held() == (1, "C", ["S2"])
    entry = Entry.objects.get(event="incident.conditions-dropped")
    assert entry.details == {"conditions": "A1", "reason": "The originator agreed"}


def test_a_changed_purpose_of_the_source_does_not_change_earlier_reports(system: System) -> None:
    system.send(report())
    Source.objects.update(purpose="safeguarding")

    system.send(report(narrative="More is known"), report("R2"))

    purposes = dict(Incident.objects.values_list("source_reference", "purpose"))
    assert purposes == {"R1": "antisocial-behaviour", "R2": "safeguarding"}


def test_a_repeated_row_of_one_batch_is_refused_with_the_first(system: System) -> None:
    system.send(report(level=4))

    answer = system.send(report(level=1), report(level=1))

    assert outcomes(answer) == ["refused", "refused"]
    assert Incident.objects.get().level == 4


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"lower_level_reason": "Why not"}, "Send level with a lower_level_reason."),
        ({"drop_conditions_reason": "Why not"}, "Send handling with a drop_conditions_reason."),
    ],
)
def test_a_reason_without_a_change_to_explain_is_refused(system: System, more: dict[str, str], reason: str) -> None:
    assert reasons(system.send(report(**more))) == [("", reason)]


@pytest.mark.parametrize("invisible", NO_REASONS, ids=ascii)
@pytest.mark.parametrize("name", ["lower_level_reason", "drop_conditions_reason"])
def test_a_reason_that_cannot_be_seen_is_refused(system: System, name: str, invisible: str) -> None:
    answer = system.send(report(level=1, **{name: invisible}))

    assert reasons(answer) == [(name, "Give the reason in words.")]


def test_a_refused_row_counts_as_refused_and_not_as_unchanged(system: System) -> None:
    system.send(report(level=4))

    system.send(report(level=1))

    assert Entry.objects.filter(event="incidents.received").latest("pk").details["unchanged"] == 0


def test_the_digest_of_a_report_does_not_change_with_a_release() -> None:
    """Incidents store it. If it changed, every report that is sent again would count as an update."""
    row = IncidentIn.model_validate(report("R1", lower_level_reason="As before", level=1, handling=GRADED))

    assert row.content_digest == "2b3f5036ba0a6c5ac961377faf9beadfb70159061de4e308a9e374c4dfec3f34"
