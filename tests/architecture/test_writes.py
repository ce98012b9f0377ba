"""Rows change in `actions` only, which check the rule and write the audit entry in the same transaction."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.code import Module, modules

ACTIONS = re.compile(r"(^|\.)actions(\.|$)")

ELSEWHERE = {
    "core.access.lists.files": "a workbook, which openpyxl saves as a file",
    "core.accounts.limits": "a cache: limits on attempts and used codes, which expire",
    "core.accounts.querysets": "`create_user` of Django's user manager; its callers are held to this rule",
    "core.accounts.sessions": "sessions: when one was last used, and its key",
    "core.audit.middleware": "the audit trail itself",
    "core.audit.recording": "the audit trail itself",
    "core.records.references": "the counters of references, taken inside the actions that use them",
    "core.workspace.demo": "fictional data, in partnerships that are in demonstration only",
    "tenants.erasing": "erases a partnership, called by the action that carries the order out",
    "tenants.provisioning": "seed data of a new partnership, called by the action that provisions it",
    "tenants.queue": "the queue of jobs: which is running, and how it ended",
    "tenants.release": "the ledger of releases and the collected migrations",
}
"""Modules and packages that write rows outside actions, each with its reason."""

METHODS = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
WRITES = {"create_user", "aupdate", *METHODS, *(f"a{name}" for name in METHODS)}
SQL = re.compile(r"^\s*(INSERT INTO|UPDATE [\w.\"{}]+ SET|DELETE FROM|TRUNCATE|MERGE INTO)\b", re.IGNORECASE)


def writes(module: Module) -> Iterator[str]:
    """Each place where a module changes a row: by a method of a model, of a queryset, or in SQL."""
    for node in module.nodes(ast.AST):
        match node:
            case ast.Call() if _is_write(node):
                yield f"{module.at(node)}: {ast.unparse(node.func)}"
            case ast.Constant(value=str(text)) if SQL.match(text):
                yield f"{module.at(node)}: {text.strip().splitlines()[0]}"


def _is_write(call: ast.Call) -> bool:
    """Whether a call changes rows. A queryset's `update` takes keywords only; a dict's and a progress bar's do not."""
    match call.func:
        case ast.Attribute(attr="update"):
            return bool(call.keywords) and not call.args
        case ast.Attribute(value=holder, attr=name):
            return name in WRITES and not _is_super(holder)
    return False


def _is_super(holder: ast.expr) -> bool:
    return isinstance(holder, ast.Call) and ast.unparse(holder.func) == "super"


def _is_elsewhere(module: Module, name: str) -> bool:
    return module.name == name or module.name.startswith(f"{name}.")


def test_rows_change_in_actions_only() -> None:
    outside = [
        where
        for module in modules()
        if not ACTIONS.search(module.name) and not any(_is_elsewhere(module, name) for name in ELSEWHERE)
        for where in writes(module)
    ]

    assert outside == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_each_exception_is_still_needed(name: str) -> None:
    assert [where for module in modules() if _is_elsewhere(module, name) for where in writes(module)] != []


def test_the_walk_finds_the_writes_of_actions() -> None:
    found = [where for module in modules() if ACTIONS.search(module.name) for where in writes(module)]

    assert len(found) > 40


@pytest.mark.parametrize(
    ("code", "is_write"),
    [
        ("batch.save()", True),
        ("rows.update(total=1)", True),
        ("rows.update(description='Noise', advance=1)", True),
        ("rows.abulk_create(many)", True),
        ("rows.abulk_update(many, ['name'])", True),
        ("rows.acreate(name='Noise')", True),
        ("rows.adelete()", True),
        ("rows.aget_or_create(code='noise')", True),
        ("rows.aupdate(name='Noise')", True),
        ("rows.aupdate_or_create(code='noise')", True),
        ("row.asave()", True),
        ("bar.update(task, total=1)", False),
        ("names.update({'noise'})", False),
        ("super().save(*args)", False),
        ("rows.get(code='noise')", False),
    ],
)
def test_a_write_is_told_from_other_calls(code: str, is_write: bool) -> None:
    call = ast.parse(code, mode="eval").body

    assert isinstance(call, ast.Call)
    assert _is_write(call) is is_write
