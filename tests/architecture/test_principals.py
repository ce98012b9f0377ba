"""Functions take a principal as actor and reader, and never None (ADR 37)."""

import ast
from collections.abc import Iterator

from tests.architecture.code import modules

PRINCIPALS = {"Principal", "Actor", "User", "ApiClient"}
"""Types that are allowed where only a person or only a partner system is possible."""
NOT_WHO_ACTS = {
    "core.access.keyset": "`by` is the field that a page is sorted by",
    "core.workspace.macros": "`by` is the attribute that rows are grouped by",
}


def who_acts() -> Iterator[tuple[str, str]]:
    """Each parameter for an actor or reader, and its type."""
    for module in modules("core", "tenants/operations", "sharing", "billing"):
        if module.name in NOT_WHO_ACTS:
            continue
        for function in module.nodes(ast.FunctionDef):
            arguments = [*function.args.args, *function.args.kwonlyargs]
            named = [each for each in arguments if each.arg in {"by", "reader"}]
            seen_by = arguments[1:2] if function.name == "visible_to" else []
            for each in (*named, *seen_by):
                yield module.at(function), ast.unparse(each.annotation) if each.annotation else ""


def test_functions_take_principals() -> None:
    found = list(who_acts())

    assert len(found) > 80
    assert [(where, stated) for where, stated in found if stated not in PRINCIPALS] == []
