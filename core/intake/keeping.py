"""What is kept of a rejected row for its sender to correct: up to 16 KB, and nothing that is marked SECRET."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from core.access.intake import Error
from core.access.markings import SECRET_AND_ABOVE, plain_marking

MARKING = "protective_marking"
MAX_IDENTIFIER = 120
MAX_DEPTH = 20
MAX_KEPT = 16 * 1024  # bytes of a rejected row and its errors
MAX_ERRORS = 20
MAX_TEXT = 500  # characters of each text in a row that is too long to keep whole
CUT_NOTE = {"(cut)": "This row was too long to keep whole."}


def identifier(row: Any, identified_by: str) -> str:
    """The value that identifies the row for its sender; empty if it is missing or cannot be stored."""
    sent = row.get(identified_by) if isinstance(row, dict) else None
    known = storable(sent.strip()) if isinstance(sent, str) else ""
    return known if len(known) <= MAX_IDENTIFIER else ""


def kept(row: Any, errors: Sequence[Error], identified_by: str) -> dict[str, Any]:
    """The fields of a rejected row that are kept: for one marked SECRET or above, only its identifier and marking.

    The sender may have misspelt the field or wrapped the row, so a marking counts wherever it is.
    """
    if any(error["field"] == MARKING for error in errors) or _names_a_marking_above(row):
        sent = row if isinstance(row, dict) else {}
        names = [name for name in (identified_by, MARKING) if isinstance(sent.get(name), str)]
        row = {name: sent[name][:MAX_IDENTIFIER] for name in names}
    whole = row if isinstance(row, dict) else {"sent": row}
    # Errors contain names of fields, which come from the sender too.
    return _cut({str(storable(name)): storable(value) for name, value in whole.items()}, MAX_KEPT - _size(errors))


def bounded(errors: Sequence[Error]) -> list[Error]:
    """The first errors, and how many more there are. Names of fields come from the sender and may be very long."""
    shown = [{"field": each["field"][:MAX_IDENTIFIER], "reason": each["reason"]} for each in errors[:MAX_ERRORS]]
    if more := len(errors[MAX_ERRORS:]):
        reason = f"There {'is 1 more error' if more == 1 else f'are {more:,} more errors'} in this row."
        shown.append({"field": "", "reason": reason})
    storable_errors: list[Error] = storable(shown)
    return storable_errors


def _cut(kept: dict[str, Any], room: int) -> dict[str, Any]:
    """The row in at most this many bytes: long texts are shortened, then fields left out."""
    if _size(kept) <= room:
        return kept
    cut: dict[str, Any] = dict(CUT_NOTE)
    room -= _size(cut)
    for name, value in kept.items():
        field = {name: value[:MAX_TEXT] if isinstance(value, str) else value}
        if _size(field) <= room:
            cut |= field
            room -= _size(field)
    return cut


def _size(value: Any) -> int:
    """The size in bytes, as JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _names_a_marking_above(value: Any, depth: int = 0) -> bool:
    """Whether any text in the row, at a depth that is kept, is a marking of SECRET or above."""
    if isinstance(value, dict | list) and depth <= MAX_DEPTH:
        values = value.values() if isinstance(value, dict) else value
        return any(_names_a_marking_above(each, depth + 1) for each in values)
    return isinstance(value, str) and plain_marking(value) in SECRET_AND_ABOVE


def storable(value: Any, depth: int = 0) -> Any:
    """JSON that Postgres can store: without NUL, lone surrogates, NaN, infinity or deep nesting."""
    if depth > MAX_DEPTH:
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
