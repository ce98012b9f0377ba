"""The audit events that all records of partner systems have."""

from __future__ import annotations

from dataclasses import dataclass

from core.audit.events import Event, event


@dataclass(frozen=True)
class SentEvents:
    """The events of one record type."""

    received: Event
    level_lowered: Event
    conditions_dropped: Event


def sent(record: str, records: str) -> SentEvents:
    """Registers the events of a record type, such as `incident.level-lowered`, by its singular and its plural."""
    one, many = record.replace(" ", "-"), records.replace(" ", "-")
    return SentEvents(
        received=event(
            f"{many}.received",
            f"sent {records} from {{source}}: {{created}} created, {{updated}} updated, {{unchanged}} unchanged",
            source="keep",
            created="keep",
            updated="keep",
            unchanged="keep",
        ),
        level_lowered=event(
            f"{one}.level-lowered",
            "lowered {records} from level {was} to level {level}: {reason}",
            was="keep",
            level="keep",
            reason="erase",
        ),
        conditions_dropped=event(
            f"{one}.conditions-dropped",
            "dropped the handling conditions {conditions} of {records}: {reason}",
            conditions="keep",
            reason="erase",
        ),
    )
