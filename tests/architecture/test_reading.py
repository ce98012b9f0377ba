"""What our code may not do, because the check of guarded tables would not see it."""

import ast

from tenants import reading
from tests.architecture.code import modules

UNSEEN = {"raw", "extra", "RawSQL"}


def test_no_sql_of_ours_names_a_guarded_table() -> None:
    found = [
        module.at(node)
        for module in modules()
        if "migrations" not in module.path.parts
        for node in module.nodes(ast.Constant)
        if isinstance(node.value, str) and any(table in node.value for table in reading.guarded())
    ]

    assert found == []


def test_no_query_is_made_by_other_means() -> None:
    called = [
        module.at(node)
        for module in modules()
        for node in module.nodes(ast.Call)
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in UNSEEN
    ]

    assert called == []


def test_versions_are_declared_in_one_place() -> None:
    """The library's own models and managers bring compilers of their own."""
    importing = {
        module.name
        for module in modules()
        if "migrations" not in module.path.parts
        for node in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))
        if "pghistory" in ast.unparse(node)
    }

    assert importing == {"core.audit.history", "tenants.grants"}
