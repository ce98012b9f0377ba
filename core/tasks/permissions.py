"""What can be done with notices, and by which roles."""

from core.access.permissions import permission
from core.access.roles import STAFF

NOTICE_READ = permission("notice.read", "Read their notices", held_by=STAFF)
NOTICE_COMPLETE = permission("notice.complete", "Mark their notices as done", held_by=STAFF)
