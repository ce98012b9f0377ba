"""The record type of incidents."""

from core.access import records
from core.access.records import RecordType
from core.incidents import actions, events
from core.incidents.finding import summary
from core.incidents.intake import IncidentIn, Terms
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_PUSH, INCIDENT_READ
from core.records.finding import search_of
from core.records.record_types import intake_of, pointer_to_owner, reference_of

INTAKE = intake_of(
    Incident,
    segment="incidents",
    permission=INCIDENT_PUSH,
    read_scope=("incidents:read", INCIDENT_READ),
    schema=IncidentIn,
    terms=Terms.of,
    events=events.SENT,
    receive=actions.receive,
)
INCIDENT = RecordType(
    model=Incident,
    label="incident",
    plural="incidents",
    visible_to=Incident.objects.visible_to,
    page_needs=INCIDENT_READ,
    named_by=("reference", "handling", "handling_conditions"),
    reference=reference_of(Incident, r"\d{4}-[^\W_]+"),  # such as 2026-118391
    former_keys=("incident",),
    pointer=pointer_to_owner,
    search=search_of(IncidentList),
    summary=summary,
    intake=INTAKE,
    list=IncidentList,
)
records.register(INCIDENT)
