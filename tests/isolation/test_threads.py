"""Threads share nothing about the tenant, and only listed stores keep values in the process."""

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from tenants import current
from tenants.backend.base import DatabaseWrapper
from tenants.current import entered
from tenants.models import Partnership
from tests.isolation.conftest import whose

PACKAGES = ("tenants", "core", "billing", "sharing", "config")

# Functions of django-tenants (and of ours) that choose a schema; `entered` is the one to use.
CHOOSING = {"schema_context", "tenant_context", "set_tenant", "set_schema", "set_schema_to_public", "activate"}
MAY_CHOOSE = {"tenants/backend/base.py"}

KEEPING = {"lru_cache", "cache", "cached", "memoize", "cached_classproperty"}
CONTAINERS = {
    "dict",
    "list",
    "set",
    "OrderedDict",
    "defaultdict",
    "Counter",
    "deque",
    "WeakValueDictionary",
    "WeakSet",
}

# Module-level containers that are filled while code is imported, or that are one of the two bounded stores.
MAY_KEEP = {
    "tenants/local.py": "the one store, keyed by schema and role",
    "tenants/routing.py": "which host leads where, for half a minute",
    "core/access/lists/registry.py": "lists, declared by apps as they start",
    "core/access/pages.py": "names of pages, declared by apps as they start",
    "core/access/permissions.py": "permissions, declared by apps as they start",
    "core/access/records.py": "record types, registered by apps as they start",
    "core/audit/events.py": "events, registered by apps as they start",
    "core/audit/keys.py": "names of record types, registered by apps as they start",
    "config/schedule.py": "a literal table",
    "config/settings.py": "literal tables",
}

MAY_CACHE = {
    "config/release.py": "what this release is: of the code, the same for everybody",
    "core/workspace/macros.py": "compiled templates: code, the same for everybody",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each of our modules, by its path in the project."""
    root = Path(settings.BASE_DIR)
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def test_a_partnership_is_not_entered_by_with(connection: DatabaseWrapper) -> None:
    with pytest.raises(TypeError, match="entered"), Partnership(schema_name="alpha"):
        pass  # pragma: no cover - the point is that this is never reached


def test_no_code_chooses_a_schema_but_by_entered() -> None:
    found = [
        f"{path}:{node.lineno} {node.attr if isinstance(node, ast.Attribute) else node.id}"
        for path, tree in modules()
        if path not in MAY_CHOOSE
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in CHOOSING - {"activate"})
        or (isinstance(node, ast.Name) and node.id in CHOOSING)
    ]

    assert found == []


def test_no_code_enters_a_partnership_by_with() -> None:
    found = [
        f"{path}:{item.context_expr.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.With | ast.AsyncWith)
        for item in node.items
        if not isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr).rpartition(".")[2] in {"partnership", "tenant"}
    ]

    assert found == []


def test_no_code_keeps_what_a_function_returned() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        if path not in MAY_CACHE
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).partition("(")[0].rpartition(".")[2] in KEEPING
    ]

    assert found == []


def test_no_module_keeps_anything_that_grows() -> None:
    found = [
        f"{path}:{statement.lineno} {ast.unparse(statement)[:60]}"
        for path, tree in modules()
        if path not in MAY_KEEP
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and _is_empty_container(statement.value)
        and "urlpatterns" not in ast.unparse(statement)
    ]

    assert found == []


def test_no_code_assigns_to_a_global() -> None:
    found = [
        f"{path}:{node.lineno}" for path, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Global)
    ]

    assert found == []


def test_there_is_no_asynchronous_code() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef)
    ]

    assert found == []
    assert not (Path(settings.BASE_DIR) / "config" / "asgi.py").exists()


def test_threads_stand_apart(connection: DatabaseWrapper) -> None:
    together = Barrier(8)

    def work(number: int) -> set[str]:
        schema = ("alpha", "beta")[number % 2]
        seen = set()
        try:
            with entered(schema):
                for _ in range(25):
                    together.wait(timeout=20)
                    seen |= {whose(connections["default"]), current.schema()}
        finally:
            connections.close_all()
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(8)))

    assert seen == [{("alpha", "beta")[number % 2]} for number in range(8)]


def test_a_new_thread_stands_nowhere(connection: DatabaseWrapper) -> None:
    with entered("alpha"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(current.schema).result() == "public"
        with pytest.raises(current.NoTenant):
            pool.submit(current.namespace).result()


def _is_empty_container(value: ast.expr | None) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(func=function, args=[]):
            return ast.unparse(function).rpartition(".")[2].partition("[")[0] in CONTAINERS
    return False
