"""The notices about records that partner systems send."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from core.records.models import SentRecord
from core.tasks.kinds import notice


def _loosened(was: int, level: int, conditions: Collection[str]) -> str:
    changes = []
    if level < was:
        changes.append(f"lowered the access level from {was} to {level}")
    if conditions:
        changes.append(f"dropped the handling conditions {', '.join(conditions)}")
    return f"The source system {' and '.join(changes)}"


def _both(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """From the highest level that it had to the one that it has now, with all conditions that were dropped."""
    return {
        "was": max(earlier["was"], later["was"]),
        "level": later["level"],
        "conditions": sorted({*earlier["conditions"], *later["conditions"]}),
    }


PROTECTION_LOOSENED = notice(
    "record.protection-loosened",
    "A source system lowered the protection of a record",
    about=SentRecord,
    sentence=_loosened,
    advice="Check that this is right. If not, have the record sent again with the level and conditions that it had.",
    details=("was", "level", "conditions"),
    within_days=7,
    unite=_both,
)
