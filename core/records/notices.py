"""The notices about records that partner systems send."""

from __future__ import annotations

from collections.abc import Collection

from core.records.models import SentRecord
from core.tasks.kinds import notice


def _loosened(was: int, level: int, conditions: Collection[str]) -> str:
    changes = []
    if level < was:
        changes.append(f"lowered the access level from {was} to {level}")
    if conditions:
        changes.append(f"dropped the handling conditions {', '.join(conditions)}")
    return f"The source system {' and '.join(changes)}"


PROTECTION_LOOSENED = notice(
    "record.protection-loosened",
    "A source system lowered the protection of a record",
    about=SentRecord,
    sentence=_loosened,
    advice="Check that this is right. If not, have the record sent again with the level and conditions that it had.",
    details=("was", "level", "conditions"),
    within_days=7,
)
