"""The audit events of incidents."""

from core.audit.events import event
from core.records.events import sent

SENT = sent("incident", "incidents")
REASSIGNED = event(
    "incidents.placed", "reassigned incidents to neighbourhoods after boundaries changed: {moved} moved", moved="keep"
)
