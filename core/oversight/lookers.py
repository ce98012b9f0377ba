"""Who has looked at a record, each once: how often, and when last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access import records
from core.agencies.models import Agency
from core.audit.querysets import EntryQuerySet
from core.oversight.names import actor_name, agencies_by_id
from core.oversight.wording import role_name

AT_MOST = 100


@dataclass(frozen=True)
class Looker:
    """Somebody, or a partner's system, under one agency and role."""

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
    rows = list(entries.lookers()[:AT_MOST])
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
