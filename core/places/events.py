"""What happens to areas, in the words of the trail."""

from core.audit.events import event

IMPORTED = event(
    "areas.imported",
    "brought in boundaries: {created} new, {updated} changed, {unchanged} as they were",
    level="keep",
    origin="keep",
    created="keep",
    updated="keep",
    unchanged="keep",
)
REMOVED = event("areas.removed", "took out {removed} areas that came from {origin}", origin="keep", removed="keep")
