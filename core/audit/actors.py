"""Actors of the audit trail: people, partner systems and operators, and `SYSTEM` and `ANONYMOUS` without a row."""

from dataclasses import dataclass
from typing import Protocol


class RoleCode(Protocol):
    """What the audit trail records of a role."""

    @property
    def code(self) -> str: ...


class Capacity(Protocol):
    """What the audit trail records of `acting`: the agency that is acted for, and the role."""

    @property
    def agency_id(self) -> int | None: ...
    @property
    def role(self) -> RoleCode: ...


class Actor(Protocol):
    """The part of `core.access.principal.Principal` that the audit trail needs."""

    @property
    def is_authenticated(self) -> bool: ...
    @property
    def acting(self) -> Capacity | None: ...


@dataclass(frozen=True, kw_only=True)
class ActorWithoutRow:
    """An actor that no table has; `key` names it in the audit trail."""

    key: str
    name: str
    is_authenticated: bool
    pk: None = None
    acting: None = None

    def __str__(self) -> str:
        return self.name


SYSTEM = ActorWithoutRow(key="system", name="The service", is_authenticated=True)
"""The service itself: commands, background tasks, provisioning."""
ANONYMOUS = ActorWithoutRow(key="anonymous", name="Not signed in", is_authenticated=False)
"""A visitor who has not signed in."""
