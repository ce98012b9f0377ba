"""The audit events of incidents."""

from core.audit.events import event

RECEIVED = event(
    "incidents.received",
    "sent incidents from {source}: {created} created, {updated} updated, {unchanged} unchanged",
    source="keep",
    created="keep",
    updated="keep",
    unchanged="keep",
)
LEVEL_LOWERED = event(
    "incident.level-lowered",
    "lowered {records} from level {was} to level {level}: {reason}",
    was="keep",
    level="keep",
    reason="erase",
)
CONDITIONS_DROPPED = event(
    "incident.conditions-dropped",
    "dropped the handling conditions {conditions} of {records}: {reason}",
    conditions="keep",
    reason="erase",
)
REASSIGNED = event(
    "incidents.placed", "reassigned incidents to neighbourhoods after boundaries changed: {moved} moved", moved="keep"
)
