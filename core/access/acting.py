"""As whom somebody acts in this request: an agency, a role, a clearance."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from core.access.permissions import Permission, held_by
from core.access.roles import Role
from core.access.verdict import YES, Verdict, no
from tenants import current


@dataclass(frozen=True, kw_only=True)
class Acting:
    """One membership of a person, or the standing of a partner's system, chosen for this request.

    `agency_id` is None only for operators, who act for no partnership.
    """

    kind: Literal["person", "machine"]
    role: type[Role]
    level: int
    agency_id: int | None = None
    agency_name: str = ""
    agency_code: str = ""
    membership_id: int | None = None
    scopes: frozenset[Permission] | None = None
    """What a token was narrowed to; None where nothing narrows the role."""

    def may(self, permission: Permission) -> bool:
        """Whether `can` says yes."""
        return self.can(permission).allowed

    def can(self, permission: Permission) -> Verdict:
        """Whether role, token and the partnership's state allow this. The state is read freshly."""
        if self.role not in permission.roles:
            return no(f"Your role, {self.role.name.lower()}, does not include this: {permission.label.lower()}.")
        if self.scopes is not None and permission not in self.scopes:
            return no(f"This token was not issued for this: {permission.label.lower()}.")
        return self._allowed_in(self._state, permission)

    def allowed(self) -> frozenset[Permission]:
        """All that `can` says yes to."""
        held = held_by(self.role)
        narrowed = held if self.scopes is None else held & self.scopes
        return frozenset(each for each in narrowed if self._allowed_in(self._state, each))

    @cached_property
    def _state(self) -> str | None:
        """The partnership's state, read once a request, as long as an Acting lives; None for an operator."""
        return None if self.agency_id is None else current.partnership().state

    def _allowed_in(self, state: str | None, permission: Permission) -> Verdict:
        match state:
            case current.State.SUSPENDED if not (self.role.safeguards and permission.only_reads):
                return no("This partnership is suspended. Those who safeguard can still read; nothing can be changed.")
            case current.State.LEAVING if not permission.only_reads:
                return no("This partnership is leaving SafetyNet. What is here can be read, not changed.")
            case current.State.ERASED:
                return no("This partnership has left SafetyNet.")
            case _:
                return YES

    def may_grant(self, role: type[Role], level: int) -> bool:
        """Nobody grants what they do not have: the role's permissions and the level lie within one's own."""
        return role.for_people and held_by(role) <= held_by(self.role) and level <= self.level
