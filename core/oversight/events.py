"""Events of the audit screens, because reading the audit trail is recorded too."""

from core.audit.events import event

TRAIL_SEARCHED = event(
    "trail.searched", "searched the audit trail, {total} found", verb="search", total="keep", filters="erase"
)
TRAIL_EXPORTED = event(
    "trail.exported",
    "exported the audit trail, {total}, export number {number}",
    verb="export",
    total_of=("entry", "entries"),
    total="keep",
    filters="erase",
    number="keep",
    format="keep",
    conditions="keep",
    purposes="keep",
)
OWN_HISTORY_SEEN = event("own-history.seen", "viewed their own history", verb="read")
ENTRY_SEEN = event("trail.entry-seen", "viewed an entry of the audit trail", verb="read")
MISSING_OR_WITHHELD = event(  # never written: replaces NOT_FOUND and WITHHELD in the history of a reader
    "record.missing-or-withheld", "asked for a record that does not exist or that they may not open", verb="refusal"
)
VIEWERS_SEEN = event("viewers.seen", "checked who viewed {records}", verb="read")
