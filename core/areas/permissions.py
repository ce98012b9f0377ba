"""What can be done with areas, and by which roles."""

from core.access.permissions import permission
from core.access.roles import EXPORTING, STAFF, Administrator, Lead, PartnerSystem, Spoc

NEIGHBOURHOOD_READ = permission("neighbourhood.read", "Read neighbourhoods", held_by=STAFF)
NEIGHBOURHOOD_EXPORT = permission("neighbourhood.export", "Export neighbourhoods", held_by=EXPORTING)
NEIGHBOURHOOD_FOLLOW = permission("neighbourhood.follow", "Choose their own neighbourhoods", held_by=STAFF)
NEIGHBOURHOOD_FOLLOW_TEAM = permission(
    "neighbourhood.follow-team", "Choose the neighbourhoods of a team", held_by=[Administrator, Spoc, Lead]
)
AREA_PUSH = permission("area.push", "Push areas of any agency", held_by=[PartnerSystem])
