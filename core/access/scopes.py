"""The scopes of the web API, which the record types declare."""

from core.access import records
from core.access.permissions import Permission


def scopes() -> dict[str, Permission]:
    """The permission of each scope, such as `incidents:write`, in order of the record types."""
    declared = [each.intake.scopes for each in records.types() if each.intake]
    return {scope: permission for each in declared for scope, permission in each.items()}
