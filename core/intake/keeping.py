"""How much of a rejected row is kept for its sender to correct: bounded, and nothing that is marked SECRET."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from core.access.intake import Error
from core.access.markings import SECRET_AND_ABOVE, plain_marking

MARKING = "protective_marking"
LONGEST_IDENTIFIER = 120
DEEPEST = 20
MOST_KEPT = 16 * 1024  # bytes of a rejected row and its errors
MOST_ERRORS = 20
LONGEST_KEPT = 500  # characters of each text in a row that is too long to keep whole
NOT_WHOLE = {"(cut)": "This row was too long to keep whole."}


def identifier(row: Any, identified_by: str) -> str:
    """The value by which the sender knows the row; empty where it has none that can be kept."""
    sent = row.get(identified_by) if isinstance(row, dict) else None
    known = storable(sent.strip()) if isinstance(sent, str) else ""
    return known if len(known) <= LONGEST_IDENTIFIER else ""


def kept(row: Any, errors: Sequence[Error], identified_by: str) -> dict[str, Any]:
    """What of a rejected row is kept: of one that is marked above what we hold, no more than that it came.

    Its sender may have misspelt the field, or wrapped the row, so a marking counts wherever it is.
    """
    if any(error["field"] == MARKING for error in errors) or _names_a_marking_above(row):
        sent = row if isinstance(row, dict) else {}
        names = [name for name in (identified_by, MARKING) if isinstance(sent.get(name), str)]
        row = {name: sent[name][:LONGEST_IDENTIFIER] for name in names}
    whole = row if isinstance(row, dict) else {"sent": row}
    # The names of fields are the sender's too, and come back in its errors.
    return _cut({str(storable(name)): storable(value) for name, value in whole.items()}, MOST_KEPT - _size(errors))


def bounded(errors: Sequence[Error]) -> list[Error]:
    """The first errors, and how many more there are. Names of fields are the sender's, so they may be very long."""
    told = [{"field": each["field"][:LONGEST_IDENTIFIER], "reason": each["reason"]} for each in errors[:MOST_ERRORS]]
    if len(errors) > MOST_ERRORS:
        told.append({"field": "", "reason": f"There are {len(errors) - MOST_ERRORS:,} more errors in this row."})
    storable_errors: list[Error] = storable(told)
    return storable_errors


def _cut(kept: dict[str, Any], room: int) -> dict[str, Any]:
    """A row that takes up no more than this many bytes: long texts shortened, then fields left out."""
    if _size(kept) <= room:
        return kept
    cut: dict[str, Any] = dict(NOT_WHOLE)
    room -= _size(cut)
    for name, value in kept.items():
        field = {name: value[:LONGEST_KEPT] if isinstance(value, str) else value}
        if _size(field) <= room:
            cut |= field
            room -= _size(field)
    return cut


def _size(value: Any) -> int:
    """Bytes as JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _names_a_marking_above(value: Any, depth: int = 0) -> bool:
    """Whether a text of its own, at any depth that may be kept, is a marking above what we hold."""
    if isinstance(value, dict | list) and depth <= DEEPEST:
        values = value.values() if isinstance(value, dict) else value
        return any(_names_a_marking_above(each, depth + 1) for each in values)
    return isinstance(value, str) and plain_marking(value) in SECRET_AND_ABOVE


def storable(value: Any, depth: int = 0) -> Any:
    """JSON as Postgres can keep it: no NUL, half a surrogate pair, number that is none, or endless nesting."""
    if depth > DEEPEST:
        return "(nested too deeply to keep)"
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {storable(name): storable(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [storable(each, depth + 1) for each in value]
    return value
