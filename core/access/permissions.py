"""Permissions: what a role may do. Each app declares its own in `permissions.py`, with the roles that hold it.

`docs/permissions.md` shows who can do what; a test keeps it current. Permissions are code: a change is a release.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from core.access.roles import Operator, Role


@dataclass(frozen=True, eq=False)
class Permission:
    """One thing that can be done, as `noun.verb`, and in words. Like an enum's member, it equals only itself."""

    code: str
    label: str
    roles: frozenset[type[Role]]

    def __str__(self) -> str:
        return self.code

    @property
    def only_reads(self) -> bool:
        """Whether it changes nothing. Roles that safeguard keep such permissions in a suspended partnership."""
        return self.code.endswith(".read")


_permissions: dict[str, Permission] = {}


def permission(code: str, label: str, *, held_by: Iterable[type[Role]]) -> Permission:
    """Declares a permission and the roles that hold it. Raises ImproperlyConfigured for a code declared twice."""
    if code in _permissions:
        raise ImproperlyConfigured(f"Two permissions have the code {code!r}.")
    _permissions[code] = Permission(code, label, frozenset(held_by))
    return _permissions[code]


def registered() -> list[Permission]:
    """All permissions, app by app as they are installed."""
    return list(_permissions.values())


def held_by(role: type[Role]) -> frozenset[Permission]:
    """The permissions of this role."""
    return frozenset(each for each in registered() if role in each.roles)


# The operators' console is above core, and core's navigation links to it.
PARTNERSHIP_READ = permission(
    "partnership.read", "See the list of partnerships, their release and health", held_by=[Operator]
)
PARTNERSHIP_OPERATE = permission("partnership.operate", "Suspend and resume partnerships", held_by=[Operator])
