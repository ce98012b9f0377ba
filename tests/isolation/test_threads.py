"""Threads share no tenant state, and only the listed modules keep values in the process."""

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

# Functions of django-tenants (and one of ours) that set the schema. Use `entered` instead.
SCHEMA_SETTERS = {"schema_context", "tenant_context", "set_tenant", "set_schema", "set_schema_to_public", "activate"}
MAY_SET_SCHEMA = {"tenants/backend/base.py"}

CACHING_DECORATORS = {"lru_cache", "cache", "cached", "memoize", "cached_classproperty"}
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

# Modules with containers that are filled at import, and the two bounded stores.
MAY_HAVE_CONTAINERS = {
    "tenants/local.py": "the store, bounded and keyed by schema and role",
    "tenants/reading.py": "guarded tables, noted as the apps start",
    "tenants/routing.py": "the routes of hosts, for half a minute",
    "core/access/lists/registry.py": "lists, declared by apps as they start",
    "core/access/pages.py": "names of pages, declared by apps as they start",
    "core/access/permissions.py": "permissions, declared by apps as they start",
    "core/access/records.py": "record types, registered by apps as they start",
    "core/audit/events.py": "events, registered by apps as they start",
    "core/tasks/kinds.py": "kinds of notices, declared by apps as they start",
    "core/audit/keys.py": "names of record types, registered by apps as they start",
    "config/schedule.py": "a literal table",
    "config/settings.py": "literal tables",
}

MAY_CACHE = {
    "config/release.py": "the digest of the code, the same for all partnerships",
    "core/access/pages.py": "paths of views, the same for all partnerships",
    "core/workspace/macros.py": "compiled templates, the same for all partnerships",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each of our modules, with its path in the project."""
    root = Path(settings.BASE_DIR)
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def test_a_partnership_is_not_a_context_manager(connection: DatabaseWrapper) -> None:
    with pytest.raises(TypeError, match="entered"), Partnership(schema_name="alpha"):
        pass  # pragma: no cover - never reached


def test_only_entered_sets_the_schema() -> None:
    found = [
        f"{path}:{node.lineno} {node.attr if isinstance(node, ast.Attribute) else node.id}"
        for path, tree in modules()
        if path not in MAY_SET_SCHEMA
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in SCHEMA_SETTERS - {"activate"})
        or (isinstance(node, ast.Name) and node.id in SCHEMA_SETTERS)
    ]

    assert found == []


def test_no_code_uses_a_partnership_as_a_context_manager() -> None:
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


def test_no_code_caches_return_values() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        if path not in MAY_CACHE
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).partition("(")[0].rpartition(".")[2] in CACHING_DECORATORS
    ]

    assert found == []


def test_no_module_has_a_container_that_grows() -> None:
    found = [
        f"{path}:{statement.lineno} {ast.unparse(statement)[:60]}"
        for path, tree in modules()
        if path not in MAY_HAVE_CONTAINERS
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


def test_threads_do_not_share_a_partnership(connection: DatabaseWrapper) -> None:
    barrier = Barrier(8)

    def work(number: int) -> set[str]:
        schema = ("alpha", "beta")[number % 2]
        seen = set()
        try:
            with entered(schema):
                for _ in range(25):
                    barrier.wait(timeout=20)
                    seen |= {whose(connections["default"]), current.schema()}
        finally:
            connections.close_all()
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(8)))

    assert seen == [{("alpha", "beta")[number % 2]} for number in range(8)]


def test_a_new_thread_has_no_partnership(connection: DatabaseWrapper) -> None:
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
