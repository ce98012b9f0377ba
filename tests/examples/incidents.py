"""Incidents: the complete example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from core.access.roles import Administrator, Analyst, Lead, PartnerSystem, Practitioner, Reader, Spoc
from core.agencies.models import Source
from core.areas.models import Area
from core.incidents.models import Incident
from core.incidents.record_types import INCIDENT
from tests.browser.screen import Screen, searches_without_result
from tests.examples.example import EXPORTING, GradedExample
from tests.examples.sides import Arguments, Ask, Side
from tests.reports import incident

if TYPE_CHECKING:
    from playwright.sync_api import Page


def searches(page: Page) -> None:
    """Searches for words that some reports have."""
    page.get_by_label("Words in the report").fill("door")
    page.get_by_role("button", name="Apply filters").click()


class IncidentExample(GradedExample[Incident]):
    """Incidents."""

    record_type = INCIDENT
    read_by = {Administrator, Spoc, Lead, Practitioner, Reader, Analyst, PartnerSystem}
    texts = ("narrative", "location", "outcome")
    identifiers = ("reference", "source_reference")
    exports = {"incidents": EXPORTING}
    free_text = ("incident-list",)
    api_paths = (
        "/api/v1/incidents",
        "/api/v1/incidents/search",
        "/api/v1/incidents/{reference}",
        "/api/v1/incidents/batches",
        "/api/v1/incidents/batches/{batch_id}",
        "/api/v1/vocabulary",
    )
    screens = (
        Screen("incidents", "/incidents/", marked=True),
        Screen("incidents, filtered", "/incidents/?kind=personal&qualifier=alcohol", marked=True, then=searches),
        Screen("incidents, an invalid filter", "/incidents/?since=2026-12-01&until=2026-11-01", marked=True),
        Screen("incidents, a filter that does not exist", "/incidents/?where=nope&words=typed", marked=True),
        Screen("incidents, none found", "/incidents/", marked=True, then=searches_without_result),
        Screen("incidents, filters to save", "/incidents/?type=noise", marked=True),
        Screen("an incident", "/incidents/{incident}/", marked=True),
        Screen("an incident with conditions", "/incidents/{conditional}/", marked=True),
        Screen("an incident, a print", "/incidents/{conditional}/?print=safeguarding", marked=True),
        Screen("an incident, a print without a purpose", "/incidents/{incident}/?print=", marked=True),
    )

    def create_graded(self, source: Source, *, level: int, area: Area) -> Incident:
        return incident(of=source.agency, source=source, level=level, neighbourhood=area)

    def addressed(self, side: Side) -> Arguments:
        reference = {"reference": side.record(INCIDENT).reference}
        return {"incident-detail": reference, "api-v1:incident-detail": reference}

    def sent(self, side: Side) -> Arguments:
        return {"api-v1:incident-search": {"words": "door"}}

    def row(self, side: Side) -> dict[str, Any]:
        return {"source_reference": "1", "type": side.record(INCIDENT).type.code, "occurred": "2026-11-16"}

    def write(self, record: Incident, name: str, canary: str) -> None:
        """A reference keeps its form, by which the audit trail recognises it."""
        super().write(record, name, f"2026-{canary}" if name == "reference" else canary)

    def asks(self, records: Sequence[Incident]) -> Iterator[Ask]:
        yield from super().asks(records)
        for query in ("where=shirley", "told_to=ACC", "cursor=nonsense"):
            yield Ask("incident-list", f"/incidents/?{query}")
            yield Ask("api-v1:incident-list", f"/api/v1/incidents?{query}")
        for record in records:
            yield Ask("incident-list", "/incidents/", "POST", {"words": record.narrative})
            yield Ask("api-v1:incident-detail", f"/api/v1/incidents/{record.reference}")


EXAMPLE = IncidentExample()
