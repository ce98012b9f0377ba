"""House rules that can be checked in the syntax tree."""

import ast
from collections.abc import Iterator
from statistics import median

from config.logs import MAY_BE_WRITTEN, OURS
from tests.architecture.code import PACKAGES, PROJECT, Module, modules

QUERIES = {"filter", "exclude", "annotate", "aggregate", "raw", "extra"}
CHANGES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
CACHES = {"lru_cache", "cache"}
CACHING = {
    "core.access.pages": "the path of a view around its argument, which depends on the URL conf only",
    "config.release": "the release, which depends on the code only",
    "core.workspace.macros": "compiled templates, which are code",
}
CONTAINERS = {"dict", "list", "set", "defaultdict", "OrderedDict", "WeakKeyDictionary", "WeakValueDictionary", "deque"}

FILLED_AFTER_IMPORT = {
    "core.access.records._types": "record types, registered once when Django starts",
    "core.access.permissions._permissions": "permissions, declared once at import",
    "core.audit.keys._types": "names of record types, registered with them",
    "core.access.pages._pages": "names of pages, declared once at import",
    "core.access.lists.registry._lists": "lists, registered once in ready()",
    "tenants.reading._tables": "guarded tables, noted once when Django starts",
    "core.audit.events._events": "events, registered once at import",
    "core.tasks.kinds._kinds": "kinds of notices, registered once at import",
    "core.audit.events._wordings": "wording of their details, registered once at import",
    "tenants.local._kept": "the one bounded store, keyed by schema",
    "tenants.routing._known": "hosts, which are not a partnership's data",
}
"""Containers of a module that change after import. A partnership's data is kept in `tenants.local`."""


def views() -> list[Module]:
    """Modules with views."""
    return [each for each in modules() if each.path.stem == "views" or each.path.parent.name == "views"]


def forms() -> list[Module]:
    return [each for each in modules() if each.path.stem == "forms" or each.path.parent.name == "forms"]


def called(module: Module, names: set[str]) -> Iterator[str]:
    """Each call of a method with one of these names."""
    for call in module.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in names:
            yield f"{module.at(call)}: {ast.unparse(call.func)}"


def test_views_use_querysets_methods_and_do_not_filter() -> None:
    assert [where for module in views() for where in called(module, QUERIES)] == []


def test_views_and_forms_do_not_change_rows() -> None:
    assert [where for module in [*views(), *forms()] for where in called(module, CHANGES)] == []


def test_the_log_writes_every_detail_that_it_is_given() -> None:
    """A detail that is not listed is left out of the line, so that no personal data is written by mistake."""
    left_out = [
        f"{module.at(call)}: {detail.arg}"
        for module in modules(*OURS)
        for call in module.nodes(ast.Call)
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "log"
        for detail in call.keywords
        if detail.arg and detail.arg not in {*MAY_BE_WRITTEN, "exc_info"}
    ]

    assert left_out == []


def test_nothing_is_cached_in_the_process() -> None:
    imported = [
        f"{module.at(node)}: {alias.name}"
        for module in modules()
        for node in module.nodes(ast.ImportFrom)
        if node.module == "functools" and module.name not in CACHING
        for alias in node.names
        if alias.name in CACHES
    ]

    assert imported == []


def test_no_module_fills_a_container() -> None:
    filled = {f"{module.name}.{name}" for module in modules() for name in _empty_containers(module)}

    assert filled == set(FILLED_AFTER_IMPORT)


def _empty_containers(module: Module) -> Iterator[str]:
    """The module's names that start as an empty container."""
    for node in module.tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=value)
            ) if value is not None and _is_empty(value) and not name.isupper() and name != "urlpatterns":
                yield name


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[]):
            return name in CONTAINERS
        case _:
            return False


def test_no_code_enters_a_partnership_by_django_tenants() -> None:
    """Its context managers keep the previous tenant in a list that all threads share."""
    entered = [
        module.at(node)
        for module in modules()
        for node in module.nodes(ast.With)
        for item in node.items
        if "tenant_context" in ast.unparse(item.context_expr) or "schema_context" in ast.unparse(item.context_expr)
    ]
    plain = [
        module.at(node)
        for module in modules()
        for node in module.nodes(ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Name) and item.context_expr.id in {"tenant", "partnership"}
    ]

    assert entered + plain == []


def test_every_package_has_one_sentence_of_purpose() -> None:
    packages = [each for each in modules() if each.path.name == "__init__.py" and "management" not in each.path.parts]

    assert [str(each) for each in packages if not (ast.get_docstring(each.tree) or "").endswith(".")] == []


def test_no_module_has_a_vague_name() -> None:
    vague = {"utils", "helpers", "common", "manager", "services", "misc"}

    assert [str(each) for each in modules() if vague & {*each.path.relative_to(PROJECT).with_suffix("").parts}] == []


def test_functions_are_short() -> None:
    everywhere = modules(*PACKAGES, "tests", "script")
    functions = [(module, node) for module in everywhere for node in module.nodes(ast.FunctionDef)]
    lines = [(node.end_lineno or node.lineno) - node.lineno + 1 for _, node in functions]

    assert median(lines) < 10
    assert [module.at(node) for (module, node), many in zip(functions, lines, strict=True) if many > 40] == []


def test_modules_are_short() -> None:
    everywhere = modules(*PACKAGES, "tests", "script")

    assert [str(each) for each in everywhere if len(each.path.read_text(encoding="utf-8").splitlines()) > 400] == []
