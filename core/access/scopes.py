"""What a partner system may be allowed to do over the web API: the scopes of the record types that it serves."""

from core.access import records
from core.access.permissions import Permission


def scopes() -> dict[str, Permission]:
    """The permission behind each scope, as `incidents:write`, in order of the record types."""
    declared = [each.intake.scopes for each in records.types() if each.intake]
    return {scope: permission for each in declared for scope, permission in each.items()}
