"""How rows become records, for any record type. Incidents are the example."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.intake import Received
from core.access.principal import SYSTEM
from core.agencies.models import Agency
from core.incidents.events import SENT
from core.incidents.intake import IncidentIn, Terms
from core.incidents.models import Incident
from core.records.actions import receive_rows
from tests.reports import report, source_of


@pytest.fixture(autouse=True)
def series(monkeypatch: pytest.MonkeyPatch) -> None:
    """A series, which incidents do not have."""
    monkeypatch.setattr(Incident, "series", "I", raising=False)


def receive(of: Agency, *references: str, **fields: str) -> dict[str, Received]:
    """Receives rows with these references and fields from the agency's source."""
    rows = [IncidentIn.model_validate(report(each, **fields)) for each in references]
    return receive_rows(Incident, rows=rows, terms=Terms.of(source_of(of)), by=SYSTEM, events=SENT)


def test_references_are_those_of_the_series(police: Agency) -> None:
    receive(police, "R1", "R2")

    year = timezone.localdate().year
    assert [*Incident.objects.order_by("pk").values_list("reference", flat=True)] == [f"I-{year}-1", f"I-{year}-2"]


def test_a_changed_row_updates_its_record_and_keeps_its_reference(police: Agency) -> None:
    receive(police, "R1")
    known = Incident.objects.get()

    received = receive(police, "R1", outcome="Closed")

    assert received["R1"].outcome == "updated"
    changed = Incident.objects.get()
    assert (changed.pk, changed.reference, changed.received_at) == (known.pk, known.reference, known.received_at)
    assert changed.outcome == "Closed"
    assert changed.updated_at > known.updated_at


def test_fields_that_people_change_here_stay(police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Incident, "kept_on_update", frozenset({"outcome"}))
    receive(police, "R1", outcome="First visit")

    receive(police, "R1", outcome="Sent again", narrative="More is known")

    known = Incident.objects.get()
    assert (known.outcome, known.narrative) == ("First visit", "More is known")


def test_a_thousand_rows_need_as_many_statements_as_two(police: Agency) -> None:
    receive(police, "first")  # the counter of references has its row
    with CaptureQueriesContext(connection) as for_two:
        receive(police, "A1", "A2")
    with CaptureQueriesContext(connection) as for_many:
        receive(police, *(f"B{number}" for number in range(1000)))

    assert len(for_many) == len(for_two)
