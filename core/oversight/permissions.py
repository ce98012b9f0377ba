"""What can be done with the audit trail, and which roles may."""

from core.access.permissions import permission
from core.access.roles import Administrator, InformationGovernance, Lead, Practitioner, Spoc

AUDIT_READ = permission("audit.read", "Search the audit trail", held_by=[Administrator, InformationGovernance])
AUDIT_EXPORT = permission("audit.export", "Export the audit trail", held_by=[Administrator, InformationGovernance])
RECORD_VIEWERS_READ = permission(
    "record-viewers.read",
    "See who has viewed a record",
    held_by=[Administrator, Spoc, Lead, Practitioner, InformationGovernance],
)
