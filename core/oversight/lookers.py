"""Who has looked at a record, each once: how often, and when last."""

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
class Looker:
    """Somebody, or a partner system, under one agency and role."""

    name: str
    agency: Agency | None
    role: str
    times: int
    last_at: datetime


@dataclass(frozen=True)
class Lookers:
    """Those who looked, and the records of the people and systems among them."""

    rows: list[Looker]
    people: list[Any]


def lookers_of(entries: EntryQuerySet) -> Lookers:
    """Those behind these entries, the latest first, at most AT_MOST of them."""
    rows = _by_current_key(entries.lookers())[:AT_MOST]
    actors = records.by_key(row["actor"] for row in rows)
    agencies = agencies_by_id(row["agency_id"] for row in rows)
    found = [
        Looker(
            name=actor_name(row["actor"], actors),
            agency=agencies.get(row["agency_id"]),
            role=role_name(row["role"]),
            times=row["times"],
            last_at=row["last_at"],
        )
        for row in rows
    ]
    return Lookers(found, list(actors.values()))


def _by_current_key(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, the latest first, with those of one actor under a former and the current key added up."""
    rows = list(rows)
    current = resolve_all(row["actor"] for row in rows)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        actor = current[row["actor"]]
        first = found.setdefault((actor, row["agency_id"], row["role"]), {**row, "actor": actor, "times": 0})
        first["times"] += row["times"]
    return list(found.values())
