"""The audit events of saved filters. They name the list, not the filters: a name or a value may name a person."""

from core.audit.events import event

SAVED = event("filter.saved", "saved filters of the list {list}", list="keep")
RENAMED = event("filter.renamed", "renamed saved filters of the list {list}", list="keep")
DELETED = event("filter.deleted", "deleted saved filters of the list {list}", list="keep")
