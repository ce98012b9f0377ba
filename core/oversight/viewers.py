"""The viewers of a record: how often each of them viewed it, and when last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access import records
from core.access.roles import role_name
from core.agencies.models import Agency
from core.audit.keys import resolve_all
from core.audit.querysets import EntryQuerySet
from core.oversight.names import actor_name, agencies_by_id

AT_MOST = 100


@dataclass(frozen=True)
class Viewer:
    """A person or a partner system, in one role at one agency."""

    name: str
    agency: Agency | None
    role: str
    times: int
    last_at: datetime


@dataclass(frozen=True)
class Viewers:
    """The viewers, and the people and systems among them as records."""

    rows: list[Viewer]
    people: list[Any]


def viewers_of(entries: EntryQuerySet) -> Viewers:
    """The viewers in these entries, latest first, at most AT_MOST."""
    rows = _by_current_key(entries.grouped_by_viewer())[:AT_MOST]
    actors = records.by_key(row["actor"] for row in rows)
    agencies = agencies_by_id(row["agency_id"] for row in rows)
    found = [
        Viewer(
            name=actor_name(row["actor"], actors),
            agency=agencies.get(row["agency_id"]),
            role=role_name(row["role"]),
            times=row["times"],
            last_at=row["last_at"],
        )
        for row in rows
    ]
    return Viewers(found, list(actors.values()))


def _by_current_key(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, latest first, with rows of one actor under a former and the current key added up."""
    rows = list(rows)
    current = resolve_all(row["actor"] for row in rows)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        actor = current[row["actor"]]
        first = found.setdefault((actor, row["agency_id"], row["role"]), {**row, "actor": actor, "times": 0})
        first["times"] += row["times"]
    return list(found.values())
