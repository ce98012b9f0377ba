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


def test_intake_imports_no_record_type() -> None:
    """It serves every declared type, so apps that have records are unknown to it, new ones included."""
    known = {"access", "accounts", "agencies", "audit", "intake", "tasks"}
    importing = [
        f"{module.at(node)}: {name}"
        for module in modules()
        if module.name.startswith("core.intake")
        for node in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))
        for name in _imported(node)
        if name.startswith("core.") and name.split(".")[1] not in known
    ]

    assert importing == []


def test_only_the_gateway_imports_stripe() -> None:
    """It pins the API version, and each request that changes something has a key that survives a crash (ADR 41)."""
    importing = {
        module.name
        for module in modules()
        for node in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))
        for name in _imported(node)
        if name.partition(".")[0] == "stripe"
    }

    assert importing == {"billing.gateway"}


def _imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    match node:
        case ast.ImportFrom(module=str(module)):
            return [module]
        case ast.Import(names=names):
            return [each.name for each in names]
        case _:
            return []
