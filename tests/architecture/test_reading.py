"""What our code may not do, because the check of guarded tables would not see it."""

import ast

from django.apps import apps

from core.access.grading import Graded
from core.agencies.models import Source
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


def test_every_graded_record_is_guarded() -> None:
    """A source is graded too, but is a setting: no reader is kept from one that their role may read."""
    unguarded = {model for model in apps.get_models() if issubclass(model, Graded) and not model.is_guarded}

    assert unguarded == {Source}


def test_versions_are_declared_in_one_place() -> None:
    """The library's own models and managers bring compilers of their own."""
    importing = {
        module.name
        for module in modules()
        if "migrations" not in module.path.parts
        for node in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))
        if "pghistory" in ast.unparse(node)
    }

    fetching = [
        module.at(node)
        for module in modules()
        for node in module.nodes(ast.Call)
        if "get_model(" in ast.unparse(node) and "pghistory" in ast.unparse(node)
    ]

    assert importing == {"core.audit.history", "tenants.grants"}
    assert fetching == []
