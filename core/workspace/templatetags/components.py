"""Tags with which Django's templates use components, which are macros. The settings make these tags builtins.

A component that contains other markup, needs arithmetic or a lookup has its own tag. Others are included by file:
`{% include "components/tag.jinja" with text="Closed" tone="plain" only %}`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader_tags import do_include
from django.utils.safestring import SafeString

from core.access import filtering, pages
from core.audit.keys import key_of
from core.oversight.permissions import RECORD_VIEWERS_READ
from core.workspace import navigation, outlines
from core.workspace.macros import components, macro

register = template.Library()


# Included by their files ---------------------------------------------------------------------------------------------


@dataclass
class MacroNode(Node):
    """A macro and its arguments."""

    path: str
    parameters: dict[str, FilterExpression]

    def render(self, context: Context) -> str:
        return macro(self.path)(**{name: value.resolve(context) for name, value in self.parameters.items()})


@register.tag
def include(parser: Parser, token: Token) -> Node:
    """Django's own tag. If the file has a macro, calls it with the named arguments and nothing else."""
    _, path, *bits = token.split_contents()
    if not path.endswith('.jinja"'):
        return do_include(parser, token)
    named = bits[bool(bits and bits[0] == "with") : -1]
    parameters = token_kwargs(named, parser)
    if named or bits[-1:] != ["only"]:
        raise TemplateSyntaxError(f"Write `with name=value … only` after the file: {{% {token.contents} %}}")
    return MacroNode(path.strip('"'), parameters)


# Containing other markup ---------------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content: SafeString, title: str = "", **parameters: Any) -> str:
    """`components/panel.jinja` around its content."""
    return components.panel(content=content, title=title, **parameters)


@register.simple_block_tag
def banner(content: SafeString, tone: str = "info") -> str:
    """`components/banner.jinja` around its content."""
    return components.banner(content=content, tone=tone)


@register.simple_block_tag
def fact(content: SafeString, term: str) -> str:
    """`components/fact.jinja` around its content."""
    return components.fact(content=content, term=term)


@register.simple_block_tag
def empty(content: SafeString, title: str, icon: str = "tick") -> str:
    """`components/empty.jinja` around its content."""
    return components.empty(content=content, title=title, icon=icon)


@register.simple_block_tag
def refused(content: SafeString, title: str = "You cannot open this page") -> str:
    """`components/refused.jinja` around its content."""
    return components.refused(content=content, title=title)


@register.simple_block_tag
def pointer(content: SafeString, title: str, **parameters: Any) -> str:
    """`components/pointer.jinja` around its content."""
    return components.pointer(content=content, title=title, **parameters)


@register.simple_block_tag
def subnavigation(content: SafeString, label: str) -> str:
    """`components/sub-navigation.jinja` around its items."""
    return components.sub_navigation(content=content, label=label)


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: SafeString, **parameters: Any) -> str:
    """`components/filter.jinja` around its fields."""
    return components.filter(content=content, csrf_token=context.get("csrf_token", ""), **parameters)


@register.simple_block_tag
def timeline_item(content: SafeString, kind: str, **parameters: Any) -> str:
    """`components/timeline-item.jinja` around its text."""
    return components.timeline_item(content=content, kind=kind, **parameters)


@register.simple_block_tag
def table(content: SafeString, caption: str, columns: str, numeric: str = "", **parameters: Any) -> str:
    """`components/table.jinja` around its rows; `columns` and `numeric` name columns, separated by commas."""
    return components.table(
        content=content, caption=caption, columns=_names(columns), numeric=_names(numeric), **parameters
    )


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


# Needing arithmetic --------------------------------------------------------------------------------------------------


@register.simple_tag
def breadcrumbs(*names_and_addresses: str) -> str:
    """Names and addresses in turn. The last name is that of this page, without an address."""
    *above, here = names_and_addresses
    return components.breadcrumbs(crumbs=list(zip(above[::2], above[1::2], strict=True)), here=here)


BAR_WIDTH = 8
BAR_GAP = 2
BAR_HEIGHT = 18


@dataclass(frozen=True)
class Bar:
    """One bar of a sparkline, in pixels."""

    x: int
    y: int
    height: int


@register.simple_tag
def sparkline(values: Iterable[int], sentence: str) -> str:
    """Small bars in a line of text. `sentence` says the same in words."""
    numbers = list(values)
    greatest = max(numbers, default=0) or 1
    heights = [max(1, round(BAR_HEIGHT * number / greatest)) for number in numbers]
    bars = [Bar(i * (BAR_WIDTH + BAR_GAP), BAR_HEIGHT - height, height) for i, height in enumerate(heights)]
    width = len(bars) * (BAR_WIDTH + BAR_GAP)
    return components.sparkline(bars=bars, sentence=sentence, width=width, height=BAR_HEIGHT)


@register.simple_tag
def outline(boundary: dict[str, Any], sentence: str, points: Iterable[tuple[float, float]] = ()) -> str:
    """The shape of an area from its GeoJSON, and points in it by longitude and latitude."""
    return components.outline(drawing=outlines.draw(boundary, points), sentence=sentence)


# Needing a lookup ----------------------------------------------------------------------------------------------------


@register.simple_tag
def page_url(link: str, *arguments: Any) -> str:
    """The URL of the page of an upper app that serves this link."""
    return pages.url_for(link, *arguments)


@register.simple_tag(takes_context=True)
def list_url(context: Context, view: str) -> str:
    """The URL of a list, with the filters that the reader came from."""
    return filtering.back_to(context["page"].request, navigation.address(view))


@register.simple_tag(takes_context=True)
def viewers_of(context: Context, record: Model) -> str:
    """The URL of the viewers of this record; empty for users who may not see them."""
    if RECORD_VIEWERS_READ not in context["page"].allowed:
        return ""
    return pages.url_for("record-viewers", key_of(record))
