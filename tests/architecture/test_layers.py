"""Imports point down only, as the contracts in pyproject.toml say."""

import ast

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.code import modules


def test_every_contract_is_kept() -> None:
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_service_imports_nothing_of_the_local_tooling() -> None:
    """The image of helm/Containerfile has neither folder."""
    importing = [
        f"{module.at(node)}: {name}"
        for module in modules()
        for node in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))
        for name in _imported(node)
        if name.partition(".")[0] in {"script", "tests"}
    ]

    assert importing == []


def _imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    match node:
        case ast.ImportFrom(module=str(module)):
            return [module]
        case ast.Import(names=names):
            return [each.name for each in names]
        case _:
            return []
