"""An app links to its own pages and to those of lower apps; to a page of an upper app only by `core.access.pages`."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.access import pages
from tests.architecture.code import PROJECT, Module, modules
from tests.architecture.test_views import ROOTS, patterns

CALLS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
TAG = re.compile(r"""\{%\s*(?:url|list_url)\s+["']([^"']+)["']""")
LINK = re.compile(r"""\{%\s*page_url\s+["']([^"']+)["']""")
TEMPLATES = {"account": "accounts", "mfa": "accounts", "usersessions": "accounts", "service": "operations"}
"""The app that renders the templates of a folder, if the folder has another name."""


def heights() -> dict[str, int]:
    """The layer of each app, as in pyproject.toml, from the bottom up: those of core, those above, and the console."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {each["id"]: each["layers"][::-1] for each in contracts["contracts"] if "layers" in each}
    above = layers["top-down"][layers["top-down"].index("core") + 1 :]
    rows = [re.findall(r"[a-z_]+", line) for line in (*layers["core"], *above, "operations")]
    return {app: height for height, apps in enumerate(rows) for app in apps}


def app_of(module: str) -> str:
    """The app of a module; for allauth's views, the app that serves them. Empty if it is in none."""
    parts = module.split(".")
    if parts[0] == "allauth":
        return "accounts"
    if parts[0] in {"core", "tenants"}:
        return parts[1] if len(parts) > 1 else ""
    return parts[0]


HEIGHTS = heights()
APP_OF_PAGE = {name: app_of(found.callback.__module__) for root in ROOTS for name, found in patterns(root)}


@dataclass(frozen=True)
class Use:
    """A page that code or a template names, and where."""

    app: str
    page: str
    where: str


def uses() -> Iterator[Use]:
    """Every page named in code and templates. Templates outside of an app's folder count as the workspace's."""
    for module in modules():
        app = app_of(module.name)
        if app in HEIGHTS:
            yield from (Use(app, page, module.at(call)) for call, page in named_in(module))
    for path in sorted((PROJECT / "templates").rglob("*.html")):
        app = _app_of_template(path)
        yield from (Use(app, page, str(path.relative_to(PROJECT))) for page in TAG.findall(_text(path)))


def named_in(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """The pages that a module names in calls such as `reverse("incident-list")`."""
    for call in module.nodes(ast.Call):
        match call:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(page)), *_]
            ) if name in CALLS:
                yield call, page


def _app_of_template(path: Path) -> str:
    folder = path.relative_to(PROJECT / "templates").parts[0]
    app = TEMPLATES.get(folder, folder)
    return app if app in HEIGHTS else "workspace"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_app_with_pages_has_a_layer() -> None:
    apps = {app_of(module.name) for module in modules() if module.path.name == "urls.py"}

    assert apps >= {"accounts", "incidents", "operations", "billing"}
    assert apps <= HEIGHTS.keys()


def test_no_app_names_a_page_of_an_app_above_it() -> None:
    upward = [
        f"{use.where}: {use.page}, a page of {APP_OF_PAGE[use.page]}"
        for use in uses()
        if HEIGHTS[APP_OF_PAGE[use.page]] > HEIGHTS[use.app]
    ]

    assert upward == []


def test_the_walk_finds_pages_in_code_and_templates() -> None:
    found = {use.app for use in uses()}

    assert found >= {"accounts", "agencies", "incidents", "intake", "oversight", "workspace"}
    assert {use.page for use in uses()} <= APP_OF_PAGE.keys()


def links_used() -> set[str]:
    """Every link that code or a template uses."""
    asked = {link for path in (PROJECT / "templates").rglob("*.html") for link in LINK.findall(_text(path))}
    for module in modules():
        for call in module.nodes(ast.Call):
            match call:
                case ast.Call(
                    func=ast.Name(id="url_for") | ast.Attribute(attr="url_for"),
                    args=[ast.Constant(value=str(link)), *_],
                ):
                    asked.add(link)
    return asked


def test_each_link_is_both_used_and_served() -> None:
    served = {page.serves for page in pages.registered() if page.serves}

    assert served - {"second-factor", "choose-agency"} == links_used()  # GuardMiddleware uses these two


@pytest.mark.parametrize("page", pages.registered(), ids=lambda page: page.view)
def test_each_named_page_exists(page: pages.Page) -> None:
    assert page.label
    assert page.view in APP_OF_PAGE
