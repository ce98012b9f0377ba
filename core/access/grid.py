"""Who can do what, from the code itself: one row a permission, one column a role."""

from dataclasses import dataclass

from core.access.permissions import ROLES, Permission, Role


@dataclass(frozen=True)
class Grid:
    """`rows` pair a permission's words with, for each of `roles`, whether it has it."""

    roles: list[type[Role]]
    rows: list[tuple[str, list[bool]]]

    @property
    def columns(self) -> list[str]:
        return [role.name for role in self.roles]


def partnership_grid() -> Grid:
    """Of the roles and permissions that there are within a partnership, machines included."""
    roles = [role for role in ROLES.values() if role.in_partnerships]
    used = frozenset[Permission]().union(*(role.permissions for role in roles))
    rows = [
        (permission.label, [permission in role.permissions for role in roles])
        for permission in Permission
        if permission in used
    ]
    return Grid(roles, rows)
