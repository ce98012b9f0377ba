"""Who can do what: a row for each permission and a column for each role, taken from the code."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.access.permissions import Permission, registered
from core.access.roles import ROLES, Role


@dataclass(frozen=True)
class Grid:
    """The permissions that at least one of `roles` has."""

    roles: list[type[Role]]
    permissions: list[Permission]

    @property
    def columns(self) -> list[str]:
        """The names of the roles."""
        return [role.name for role in self.roles]

    @property
    def rows(self) -> list[tuple[str, list[bool]]]:
        """The label of each permission, and whether each role has it."""
        return [(each.label, [role in each.roles for role in self.roles]) for each in self.permissions]

    def as_markdown(self) -> str:
        """The table in `docs/permissions.md`, with the code of each permission."""
        lines = [["Permission", "Code", *self.columns], ["---"] * (len(self.roles) + 2)]
        for each, (label, cells) in zip(self.permissions, self.rows, strict=True):
            lines.append([label, f"`{each.code}`", *("yes" if has else "" for has in cells)])
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def grid_of(roles: Iterable[type[Role]]) -> Grid:
    """The grid of these roles."""
    columns = list(roles)
    return Grid(columns, [each for each in registered() if not each.roles.isdisjoint(columns)])


def partnership_grid() -> Grid:
    """The grid of a partnership's roles, including partner systems."""
    return grid_of(role for role in ROLES.values() if role.in_partnerships)
