"""What protects a record: its level, handling conditions, grading and purpose.

When a source sends a record again, the new content replaces the old. Protection is the exception: what the new row
leaves out is kept, and what it removes needs a reason, which is stored in the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.access.intake import Error
from core.access.principal import Principal
from core.agencies.models import Source
from core.audit import recording
from core.audit.keys import key_of
from core.audit.models import Entry
from core.records.events import SentEvents
from core.records.intake import SentRowIn
from core.records.models import SentRecord
from core.records.notices import PROTECTION_LOOSENED
from core.tasks import actions as tasks
from core.tasks.models import Notice
from core.tasks.recipients import spocs_of


def keep(row: SentRowIn, record: SentRecord, known: SentRecord) -> None:
    """Copies the protection that the row leaves out from the known record, unless the source's is stricter."""
    record.purpose = known.purpose
    if row.level is None:
        record.level = max(known.level, record.level)
    if row.handling is None:
        conditions = sorted({*known.handling_conditions, *record.handling_conditions})
        record.source_evaluation = known.source_evaluation
        record.information_assessment = known.information_assessment
        record.handling = "C" if conditions else "P"
        record.handling_conditions = conditions


def is_stricter(source: Source, row: SentRowIn, known: SentRecord) -> bool:
    """Whether `keep` would add protection of this source to the known record: a level or conditions."""
    level = row.level is None and source.level > known.level
    conditions = row.handling is None and not {*source.handling_conditions} <= {*known.handling_conditions}
    return level or conditions


def errors(row: SentRowIn, record: SentRecord, known: SentRecord) -> Iterator[Error]:
    """Errors for protection that is removed without a reason."""
    name = known._meta.verbose_name
    if record.level < known.level and not row.lower_level_reason:
        yield {
            "field": "level",
            "reason": f"This {name} has level {known.level}. To lower it, send a lower_level_reason as well; "
            "leave out level to keep it.",
        }
    dropped = _dropped_conditions(record, known)
    if dropped and not row.drop_conditions_reason:
        yield {
            "field": "handling",
            "reason": f"This {name} has the conditions {', '.join(dropped)}. To drop them, send a "
            "drop_conditions_reason as well; leave out handling to keep them.",
        }


def loosened(
    row: SentRowIn, record: SentRecord, known: SentRecord, by: Principal, events: SentEvents
) -> Iterator[Entry]:
    """Unsaved audit entries for the protection that is removed: one for the level, one for conditions."""
    records = [key_of(known)]
    if record.level < known.level:
        details = {"was": known.level, "level": record.level, "reason": row.lower_level_reason}
        yield recording.drafted(events.level_lowered, by=by, records=records, details=details)
    if dropped := _dropped_conditions(record, known):
        details = {"conditions": ", ".join(dropped), "reason": row.drop_conditions_reason}
        yield recording.drafted(events.conditions_dropped, by=by, records=records, details=details)


def notices(record: SentRecord, known: SentRecord) -> Iterator[Notice]:
    """An unsaved notice for the single points of contact of the record's owner, if protection is removed."""
    dropped = _dropped_conditions(record, known)
    if record.level < known.level or dropped:
        yield tasks.drafted(
            PROTECTION_LOOSENED,
            about=known,
            to=spocs_of(record.owner_id),
            was=known.level,
            level=record.level,
            conditions=dropped,
        )


def _dropped_conditions(record: SentRecord, known: SentRecord) -> list[str]:
    return sorted({*known.handling_conditions} - {*record.handling_conditions})
