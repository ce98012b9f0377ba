"""What happens to incidents, in the words of the trail."""

from core.audit.events import event

RECEIVED = event(
    "incidents.received",
    "brought in incidents from {source}: {created} new, {updated} changed, {unchanged} as they were",
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
PLACED = event(
    "incidents.placed", "reassigned incidents to neighbourhoods after boundaries changed: {moved} moved", moved="keep"
)
