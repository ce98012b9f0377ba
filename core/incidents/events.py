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
PLACED = event("incidents.placed", "placed incidents anew after boundaries had changed: {moved} moved", moved="keep")
