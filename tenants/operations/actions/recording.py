"""Writing to the service's own audit trail with the owner's login."""

from core.access.principal import Principal
from core.audit import recording
from core.audit.events import Event
from tenants.owner import OWNER


def record_as_owner(event: Event, *, by: Principal, records: list[str], **details: str) -> None:
    """Writes an entry in the transaction of the owner's connection, together with the change that it tells of."""
    recording.drafted(event, by=by, records=records, details=details).save(using=OWNER, force_insert=True)
