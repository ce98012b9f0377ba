"""What can be done with agencies, their people and their source systems, and which roles may."""

from core.access.permissions import permission
from core.access.roles import EXPORTING, STAFF, Administrator, Spoc

AGENCY_READ = permission("agency.read", "See partner agencies and who works there", held_by=STAFF)
AGENCY_EXPORT = permission("agency.export", "Export agencies", held_by=EXPORTING)
PERSON_EXPORT = permission("person.export", "Export people", held_by=[Administrator, Spoc])
AGENCY_MANAGE = permission("agency.manage", "Add and change agencies and teams", held_by=[Administrator])
MEMBERSHIP_MANAGE = permission(
    "membership.manage", "Invite, change and suspend people of your own agency", held_by=[Administrator, Spoc]
)
MEMBERSHIP_MANAGE_ALL = permission(
    "membership.manage-all", "Invite, change and suspend people of every agency", held_by=[Administrator]
)
SIGNATORY_CHOOSE = permission("signatory.choose", "Say who signs agreements for an agency", held_by=[Administrator])
CLIENT_MANAGE = permission("client.manage", "Grant access to partner systems, and revoke it", held_by=[Administrator])
