"""The columns of an exported list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.access.levels import Level


@dataclass(frozen=True)
class Column:
    """A column of an export: its heading, and the value of a row (text, a number, a date, or None)."""

    name: str
    value: Callable[[Any], Any]


CONDITIONS = "Handling conditions"
GRADING = (
    Column("Purpose", lambda record: record.purpose_name),
    Column("Access level", lambda record: str(Level(record.level).label)),
    Column("Evaluation", lambda record: f"{record.source_evaluation}{record.information_assessment}"),
    Column("Handling code", lambda record: record.handling),
    Column(CONDITIONS, lambda record: " ".join(record.handling_conditions)),
)
"""For records that are `Graded`."""
