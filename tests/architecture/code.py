"""The project's own code as syntax trees, for rules that hold everywhere."""

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
    """One file of ours."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(PROJECT))

    @property
    def name(self) -> str:
        """As it is imported."""
        parts = self.path.relative_to(PROJECT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of this kind."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def at(self, node: ast.AST) -> str:
        """Where a node stands, as a message says it."""
        return f"{self}:{getattr(node, 'lineno', 0)}"


def modules(*packages: str) -> list[Module]:
    """All of ours, migrations left out; of these packages alone where some are named."""
    roots = [PROJECT / package for package in packages or PACKAGES]
    found = [path for root in roots for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts]
    return [Module(path) for path in found]
