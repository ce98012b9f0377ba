"""Imports flow down only, as the contracts of pyproject.toml have it."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_every_contract_is_kept() -> None:
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
