"""Incidents as records."""

from core.access.records import RecordType, Reference
from core.incidents.models import Incident

INCIDENT = RecordType(
    model=Incident,
    label="incident",
    plural="incidents",
    visible_to=Incident.objects.visible_to,
    reference=Reference("reference", str.upper),
    former_keys=("incident",),
)
TYPES = (INCIDENT,)
