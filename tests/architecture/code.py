"""The project's code as syntax trees, for rules that apply everywhere."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "tenants", "core", "billing", "sharing")
Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Module:
    """One of our source files."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(PROJECT))

    @property
    def name(self) -> str:
        """The name that imports use."""
        parts = self.path.relative_to(PROJECT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of this kind."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def at(self, node: ast.AST) -> str:
        """The file and line of a node, for a message."""
        return f"{self}:{getattr(node, 'lineno', 0)}"


def modules(*packages: str) -> list[Module]:
    """All our modules except migrations, or those of these packages."""
    roots = [PROJECT / package for package in packages or PACKAGES]
    found = [path for root in roots for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts]
    return [Module(path) for path in found]
