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
REMOVED = event("areas.removed", "took out {removed} areas that came from {origin}", origin="keep", removed="keep")
