"""What can be done with incidents, and which roles may."""

from core.access.permissions import permission
from core.access.roles import Administrator, Analyst, Lead, Machine, Practitioner, Reader, Spoc

INCIDENT_READ = permission(
    "incident.read",
    "Read incidents",
    held_by=[Administrator, Spoc, Lead, Practitioner, Reader, Analyst, Machine],
)
INCIDENT_PUSH = permission("incident.push", "Push incidents from a partner system", held_by=[Machine])
