"""Assigning changed values to a row."""

from typing import Any


def assign(record: Any, fields: dict[str, Any]) -> list[str]:
    """Sets the fields that differ, and returns their names."""
    changed = [name for name, value in fields.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, fields[name])
    return changed
