"""The agency, role and clearance with which a principal acts in this request."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from core.access.permissions import Permission, held_by
from core.access.roles import Role
from core.access.verdict import YES, Verdict, no
from tenants import current


@dataclass(frozen=True, kw_only=True)
class Acting:
    """A membership of a person, or the access of a partner system, as it applies to this request.

    `agency_id` is None for operators only, who act for no partnership.
    """

    kind: Literal["person", "partner_system"]
    role: type[Role]
    level: int
    agency_id: int | None = None
    agency_name: str = ""
    agency_code: str = ""
    membership_id: int | None = None
    signs_agreements: bool = False
    """Whether the member signs agreements for the agency."""
    scopes: frozenset[Permission] | None = None
    """What a token is limited to; None if nothing limits the role."""

    def may(self, permission: Permission) -> bool:
        """Whether `can` allows it."""
        return self.can(permission).allowed

    def can(self, permission: Permission) -> Verdict:
        """Whether the role, the token and the state of the partnership allow this, with the reason if they do not."""
        if self.role not in permission.roles:
            return no(f"Your role, {self.role.name.lower()}, does not include this: {permission.label.lower()}.")
        if self.scopes is not None and permission not in self.scopes:
            return no(f"This token was not issued for this: {permission.label.lower()}.")
        return self._allowed_in(self._state, permission)

    def can_any(self, permissions: Sequence[Permission]) -> Verdict:
        """Whether `can` allows one of these; if not, the reason for the last of them."""
        verdict = no("You cannot do this.")
        for each in permissions:
            verdict = self.can(each)
            if verdict:
                break
        return verdict

    def allowed(self) -> frozenset[Permission]:
        """All permissions that `can` allows."""
        held = held_by(self.role)
        in_scope = held if self.scopes is None else held & self.scopes
        return frozenset(each for each in in_scope if self._allowed_in(self._state, each))

    @cached_property
    def _state(self) -> str | None:
        """The state of the partnership, read once a request; None for an operator."""
        return None if self.agency_id is None else current.partnership().state

    def _allowed_in(self, state: str | None, permission: Permission) -> Verdict:
        match state:
            case current.State.SUSPENDED if not (self.role.safeguards and permission.only_reads):
                return no("This partnership is suspended. Safeguarding roles can still read; nothing can be changed.")
            case current.State.LEAVING if not permission.only_reads:
                return no("This partnership is leaving SafetyNet. Records can be read but not changed.")
            case current.State.ERASED:
                return no("This partnership has left SafetyNet.")
            case _:
                return YES

    def may_grant(self, role: type[Role], level: int) -> bool:
        """Whether they have every permission of the role, and the level, themselves."""
        return role.for_people and held_by(role) <= held_by(self.role) and level <= self.level
