"""Components, rows and form widgets: macros in Jinja2, which compiles them to Python when they are first used.

A `.jinja` file under `templates/` defines the macro of its name, as `sub-navigation.jinja` defines `sub_navigation`.
Django's templates include it like any other file. Macros call components: `{{ components.icon(name="lock") }}`.

A macro of many rows may call another through `remembered(other)`, which renders it once for the same arguments, and
forgets it after the rendering. Text that is already HTML is not the same argument as equal text that is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.defaultfilters import capfirst
from django.templatetags.static import static as static_url
from jinja2 import Environment, FileSystemLoader, TemplateNotFound
from jinja2.runtime import Macro

from core.access.pages import path_to
from core.workspace.loaders import isolating
from core.workspace.templatetags import dates, fields, words

TAG = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
"""Jinja's tags, which may run over several lines."""


class IsolatingLoader(FileSystemLoader):
    """Loads files as `core.workspace.loaders` does: each value that is shown is isolated in its writing direction."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_current = super().get_source(environment, template)
        return isolating(source, TAG, "({})|isolated"), path, is_current


class Components:
    """Each component as a function: `components.tag(text="Closed", tone="plain")`."""

    def __getattr__(self, name: str) -> Macro:
        try:
            found = macro(f"components/{name.replace('_', '-')}.jinja")
        except TemplateNotFound:
            raise AttributeError(name) from None
        setattr(self, name, found)  # so that this is called once for each component
        return found


class FormRenderer(TemplatesSetting):
    """Renders a widget by its macro, or by Django's template if it has none.

    Django renders two templates for each option of a list to choose from, and such a list may have hundreds.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        path = template_name.removesuffix(".html") + ".jinja"
        if path in WIDGETS:
            return macro(path)(**context)
        return super().render(template_name, context, request)


TEMPLATES = Path(settings.BASE_DIR) / "templates"
WIDGETS = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("django/forms/widgets/*.jinja")}

components = Components()


@cache
def macro(path: str) -> Macro:
    """The macro that this file defines. Raises TemplateNotFound if there is no such file."""
    found: Macro = getattr(environment.get_template(path).module, PurePath(path).stem.replace("-", "_"))
    return found


@cache
def static(path: str) -> str:
    """The URL of a static file, which stays the same until the process ends."""
    return static_url(path)


def url(view: str, *args: Any) -> str:
    """The URL of a view: `{{ url("person-detail", person.pk) }}`."""
    return path_to(view, *args)


def grouped(rows: Iterable[Any], by: str) -> list[tuple[Any, list[Any]]]:
    """Each value with the consecutive rows that have it, like Django's `regroup`."""
    return [(value, list(group)) for value, group in groupby(rows, key=lambda row: environment.getattr(row, by))]


def _environment() -> Environment:
    made = Environment(
        loader=IsolatingLoader(TEMPLATES), autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True
    )
    for library in (dates, fields, words):
        made.filters |= library.register.filters
    made.filters |= {"capfirst": capfirst, "grouped": grouped}
    made.globals |= {
        "components": components,
        "remembered": lru_cache(maxsize=None, typed=True),
        "static": static,
        "url": url,
    }
    return made


environment = _environment()
