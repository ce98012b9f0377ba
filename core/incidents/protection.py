"""What protects an incident: its level, handling conditions, grading and purpose.

A source that sends a report again replaces what it said before. Protection is the exception: what the new report
leaves out stays as it is, and what it takes away needs a reason, which the audit record keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core.access.principal import Principal
from core.audit import recording
from core.audit.keys import key_of
from core.audit.models import Entry
from core.incidents import events
from core.incidents.models import Incident
from core.incidents.reports import Report

Error = dict[str, str]


def kept(report: Report, known: Incident) -> Report:
    """The report with the protection that it leaves out taken from the incident, or from the source if stricter."""
    fields: dict[str, Any] = {"purpose": known.purpose}
    if "level" in report.defaults:
        fields["level"] = max(known.level, report.level)
    if "handling" in report.defaults:
        conditions = sorted({*known.handling_conditions, *report.handling_conditions})
        fields |= {
            "source_evaluation": known.source_evaluation,
            "information_assessment": known.information_assessment,
            "handling": "C" if conditions else "P",
            "handling_conditions": tuple(conditions),
        }
    return replace(report, **fields)


def objections(report: Report, known: Incident) -> list[Error]:
    """Why the report may not replace the incident: the protection that it takes away without a reason."""
    return list(_objections(report, known))


def _objections(report: Report, known: Incident) -> Iterator[Error]:
    if report.level < known.level and not report.lower_level_reason:
        yield {
            "field": "level",
            "reason": f"This report is held at level {known.level}. To lower it, send a lower_level_reason as well; "
            "leave out level to keep it.",
        }
    dropped = _dropped_conditions(report, known)
    if dropped and not report.drop_conditions_reason:
        yield {
            "field": "handling",
            "reason": f"This report is held with the conditions {', '.join(dropped)}. To drop them, send a "
            "drop_conditions_reason as well; leave out handling to keep them.",
        }


def loosened(report: Report, known: Incident, by: Principal) -> list[Entry]:
    """Unsaved audit entries for the protection that the report takes away: one for the level, one for conditions."""
    entries = []
    records = [key_of(known)]
    if report.level < known.level:
        details = {"was": known.level, "level": report.level, "reason": report.lower_level_reason}
        entries.append(recording.drafted(events.LEVEL_LOWERED, by=by, records=records, details=details))
    if dropped := _dropped_conditions(report, known):
        details = {"conditions": ", ".join(dropped), "reason": report.drop_conditions_reason}
        entries.append(recording.drafted(events.CONDITIONS_DROPPED, by=by, records=records, details=details))
    return entries


def _dropped_conditions(report: Report, known: Incident) -> list[str]:
    return sorted({*known.handling_conditions} - {*report.handling_conditions})
