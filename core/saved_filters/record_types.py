"""Saved filters as records, so that the audit trail can name them."""

from core.access import records
from core.access.records import RecordType
from core.saved_filters.models import SavedFilter

SAVED_FILTER = RecordType(
    model=SavedFilter,
    label="saved filter",
    plural="saved filters",
    visible_to=SavedFilter.objects.visible_to,
)
records.register(SAVED_FILTER)
