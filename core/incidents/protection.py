"""What protects an incident: its level, handling conditions, grading and purpose.

When a source sends a report again, the new content replaces the old. Protection is the exception: what the new report
leaves out is kept, and what it removes needs a reason, which is stored in the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.access.intake import Error
from core.access.principal import Principal
from core.audit import recording
from core.audit.keys import key_of
from core.audit.models import Entry
from core.incidents import events
from core.incidents.intake import IncidentIn
from core.incidents.models import Incident


def keep(row: IncidentIn, incident: Incident, known: Incident) -> None:
    """Copies the protection that the row leaves out from the known incident, unless the source's is stricter."""
    incident.purpose = known.purpose
    if row.level is None:
        incident.level = max(known.level, incident.level)
    if row.handling is None:
        conditions = sorted({*known.handling_conditions, *incident.handling_conditions})
        incident.source_evaluation = known.source_evaluation
        incident.information_assessment = known.information_assessment
        incident.handling = "C" if conditions else "P"
        incident.handling_conditions = conditions


def errors(row: IncidentIn, incident: Incident, known: Incident) -> Iterator[Error]:
    """Errors for protection that is removed without a reason."""
    if incident.level < known.level and not row.lower_level_reason:
        yield {
            "field": "level",
            "reason": f"This report has level {known.level}. To lower it, send a lower_level_reason as well; "
            "leave out level to keep it.",
        }
    dropped = _dropped_conditions(incident, known)
    if dropped and not row.drop_conditions_reason:
        yield {
            "field": "handling",
            "reason": f"This report has the conditions {', '.join(dropped)}. To drop them, send a "
            "drop_conditions_reason as well; leave out handling to keep them.",
        }


def loosened(row: IncidentIn, incident: Incident, known: Incident, by: Principal) -> Iterator[Entry]:
    """Unsaved audit entries for the protection that is removed: one for the level, one for conditions."""
    records = [key_of(known)]
    if incident.level < known.level:
        details = {"was": known.level, "level": incident.level, "reason": row.lower_level_reason}
        yield recording.drafted(events.LEVEL_LOWERED, by=by, records=records, details=details)
    if dropped := _dropped_conditions(incident, known):
        details = {"conditions": ", ".join(dropped), "reason": row.drop_conditions_reason}
        yield recording.drafted(events.CONDITIONS_DROPPED, by=by, records=records, details=details)


def _dropped_conditions(incident: Incident, known: Incident) -> list[str]:
    return sorted({*known.handling_conditions} - {*incident.handling_conditions})
