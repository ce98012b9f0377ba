"""What can be done with saved filters, and by which roles."""

from core.access.permissions import permission
from core.access.roles import STAFF

FILTER_SAVE = permission("filter.save", "Save filters for themselves", held_by=STAFF)
