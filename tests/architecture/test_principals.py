"""Who acts and who reads is a principal everywhere, and never None (ADR 37)."""

import ast
from collections.abc import Iterator

from tests.architecture.code import modules

PRINCIPALS = {"Principal", "Actor", "User", "ApiClient"}
"""A person or a partner system alone, where the other cannot be meant."""
NOT_WHO_ACTS = {
    "core.access.keyset": "`by` is the field that a page is sorted by",
    "core.workspace.macros": "`by` is the attribute that rows are grouped by",
}


def who_acts() -> Iterator[tuple[str, str]]:
    """Where a function takes who acts or reads, and the type that it states."""
    for module in modules("core", "tenants/operations", "sharing", "billing"):
        if module.name in NOT_WHO_ACTS:
            continue
        for function in module.nodes(ast.FunctionDef):
            arguments = [*function.args.args, *function.args.kwonlyargs]
            named = [each for each in arguments if each.arg in {"by", "reader"}]
            seen_by = arguments[1:2] if function.name == "visible_to" else []
            for each in (*named, *seen_by):
                yield module.at(function), ast.unparse(each.annotation) if each.annotation else ""


def test_who_acts_is_a_principal() -> None:
    found = list(who_acts())

    assert len(found) > 80
    assert [(where, stated) for where, stated in found if stated not in PRINCIPALS] == []
