"""Who takes part in the tests of permissions: two agencies with their records, and readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from core.access.records import RecordType
from core.access.roles import Role
from core.accounts.models import User
from core.agencies.models import Agency, Membership, Source, Team
from core.areas.models import Area
from core.audit.models import Entry
from core.intake.models import ApiClient, Batch
from core.tasks.models import Notice

Arguments = dict[str, dict[str, Any]]
"""By the name of a route: the arguments of its URL, or the fields that are sent to it."""


@dataclass(frozen=True)
class Side:
    """One agency with its people, its source system and its records."""

    agency: Agency
    team: Team
    colleague: Membership
    suspended: Membership
    invited: Membership
    source: Source
    client: ApiClient
    secret: str
    area: Area
    entry: Entry
    notice: Notice
    """For its single points of contact, about its source."""
    batches: dict[str, Batch] = field(default_factory=dict)
    """A batch of each record type that partner systems send, by the code of the type."""
    records: dict[str, Any] = field(default_factory=dict)
    """A record of each type, by the code of the type."""

    def record(self, record_type: RecordType) -> Any:
        """This agency's record of a type."""
        return self.records[record_type.code]


@dataclass(frozen=True)
class Reader:
    """A user or a partner system with a browser."""

    name: str
    client: Client
    role: type[Role] | None = None  # None for readers who are not completely signed in to this partnership
    agency: Agency | None = None
    level: int = 0
    is_partner_system: bool = False
    user: User | None = None  # None for partner systems, and for readers without a role

    def is_of(self, agency: Agency) -> bool:
        return self.agency == agency


@dataclass(frozen=True)
class Ask:
    """One request of the canary pass."""

    route: str
    path: str
    method: str = "GET"
    body: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.body or ''}{self.extra or ''}"
