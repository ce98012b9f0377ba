"""Looking at who has looked is looking, too."""

from core.audit.events import event

TRAIL_SEARCHED = event(
    "trail.searched", "searched who looked at what, {total} found", verb="search", total="keep", filters="erase"
)
TRAIL_EXPORTED = event(
    "trail.exported",
    "exported who looked at what, {total} entries, export number {number}",
    verb="export",
    total="keep",
    filters="erase",
    number="keep",
    format="keep",
    conditions="keep",
    purposes="keep",
)
OWN_HISTORY_SEEN = event("own-history.seen", "looked at their own history", verb="read")
ENTRY_SEEN = event("trail.entry-seen", "looked at an entry of who looked at what", verb="read")
MISSING_OR_WITHHELD = event(  # never written: what a reader's own history says in place of NOT_FOUND and WITHHELD
    "record.missing-or-withheld", "asked for a record that does not exist or that they may not open", verb="refusal"
)
VIEWERS_SEEN = event("viewers.seen", "looked at who has looked at {records}", verb="read")
