"""What can be done with incidents, and by which roles."""

from core.access.permissions import permission
from core.access.roles import EXPORTING, Administrator, Analyst, Lead, PartnerSystem, Practitioner, Reader, Spoc

INCIDENT_READ = permission(
    "incident.read",
    "Read incidents",
    held_by=[Administrator, Spoc, Lead, Practitioner, Reader, Analyst, PartnerSystem],
)
INCIDENT_EXPORT = permission("incident.export", "Export incidents", held_by=EXPORTING)
INCIDENT_PUSH = permission("incident.push", "Push incidents from a partner system", held_by=[PartnerSystem])
