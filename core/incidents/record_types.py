"""The record type of incidents."""

from core.access.intake import IntakeType
from core.access.records import Pointer, RecordType, Reference
from core.incidents import actions
from core.incidents.finding import search, summary
from core.incidents.intake import IncidentIn, Terms, check
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_PUSH, INCIDENT_READ

INTAKE = IntakeType(
    segment="incidents",
    scope="incidents:write",
    permission=INCIDENT_PUSH,
    read_scope=("incidents:read", INCIDENT_READ),
    schema=IncidentIn,
    terms=Terms.of,
    check=check,
    receive=actions.receive,
    shown=Incident.objects.for_answers,
    reference="reference",
)
INCIDENT = RecordType(
    model=Incident,
    label="incident",
    plural="incidents",
    visible_to=Incident.objects.visible_to,
    reference=Reference("reference", str.upper),
    former_keys=("incident",),
    pointer=lambda incident: Pointer("Incident", owner=incident.owner.name, contact=incident.owner.phone),
    search=search,
    summary=summary,
    intake=INTAKE,
    list=IncidentList,
)
TYPES = (INCIDENT,)
