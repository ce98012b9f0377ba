"""What can be done with agreements, and by which roles."""

from core.access.permissions import permission
from core.access.roles import EXPORTING, STAFF, Administrator, InformationGovernance, Lead, Spoc

AGREEMENT_READ = permission("agreement.read", "Read the agreements of your own agency", held_by=STAFF)
AGREEMENT_READ_ALL = permission(
    "all-agreements.read", "Read the agreements of every agency", held_by=[Administrator, InformationGovernance]
)
AGREEMENT_EXPORT = permission("agreement.export", "Export agreements", held_by=[*EXPORTING, InformationGovernance])
AGREEMENT_DRAFT = permission(
    "agreement.draft",
    "Draft agreements and offer them for signature",
    held_by=[Administrator, Spoc, Lead, InformationGovernance],
)
AGREEMENT_SIGN = permission(
    "agreement.sign", "Sign and leave agreements, as a signatory of your agency", held_by=STAFF
)
AGREEMENT_TERMS = permission(
    "agreement.terms", "Change the list of purposes and lawful bases", held_by=[Administrator, InformationGovernance]
)
