"""The audit events of areas."""

from core.audit.events import event

IMPORTED = event(
    "areas.imported",
    "imported boundaries: {created} new, {updated} changed, {unchanged} unchanged",
    level="keep",
    origin="keep",
    created="keep",
    updated="keep",
    unchanged="keep",
)
FOLLOWED = event(
    "neighbourhoods.followed",
    "chose their neighbourhoods: {added} added, {removed} removed",
    added="keep",
    removed="keep",
)
TEAM_FOLLOWED = event(
    "neighbourhoods.followed-for-team",
    "chose the neighbourhoods of the team {team}: {added} added, {removed} removed",
    team="keep",
    added="keep",
    removed="keep",
)
REMOVED = event(
    "areas.removed", "removed areas of the dataset {origin}: {removed} removed", origin="keep", removed="keep"
)
