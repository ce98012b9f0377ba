"""Components that hold other markup, need arithmetic, or look something up. Settings make these tags builtins.

A component that does none of that is included by its file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.access import filtering, pages
from core.audit.keys import key_of
from core.oversight.permissions import RECORD_VIEWERS_READ
from core.workspace import navigation, outlines

register = template.Library()


# Holding other markup ------------------------------------------------------------------------------------------------


def _set(component: str, content: SafeString, **parameters: Any) -> SafeString:
    return render_to_string(f"components/{component}.html", {"content": content, **parameters})


@register.simple_block_tag
def panel(content: SafeString, title: str = "", **parameters: Any) -> SafeString:
    """`components/panel.html` around its content."""
    return _set("panel", content, title=title, **parameters)


@register.simple_block_tag
def banner(content: SafeString, tone: str = "info") -> SafeString:
    """`components/banner.html` around its content."""
    return _set("banner", content, tone=tone)


@register.simple_block_tag
def fact(content: SafeString, term: str) -> SafeString:
    """`components/fact.html` around its content."""
    return _set("fact", content, term=term)


@register.simple_block_tag
def empty(content: SafeString, title: str, icon: str = "tick") -> SafeString:
    """`components/empty.html` around its content."""
    return _set("empty", content, title=title, icon=icon)


@register.simple_block_tag
def refused(content: SafeString, title: str = "You cannot open this page") -> SafeString:
    """`components/refused.html` around its content."""
    return _set("refused", content, title=title)


@register.simple_block_tag
def pointer(content: SafeString, title: str, **parameters: Any) -> SafeString:
    """`components/pointer.html` around its content."""
    return _set("pointer", content, title=title, **parameters)


@register.simple_block_tag
def subnavigation(content: SafeString, label: str) -> SafeString:
    """`components/sub-navigation.html` around its entries."""
    return _set("sub-navigation", content, label=label)


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: SafeString, **parameters: Any) -> SafeString:
    """`components/filter.html` around its fields."""
    return _set("filter", content, csrf_token=context.get("csrf_token", ""), **parameters)


@register.simple_block_tag
def timeline_item(content: SafeString, kind: str, **parameters: Any) -> SafeString:
    """`components/timeline-item.html` around its words."""
    return _set("timeline-item", content, kind=kind, **parameters)


@dataclass(frozen=True)
class Column:
    """The head of a table's column."""

    name: str
    numeric: bool


@register.simple_block_tag
def table(content: SafeString, caption: str, columns: str, numeric: str = "", **parameters: Any) -> SafeString:
    """`components/table.html` around its rows; `columns` and `numeric` name columns, parted by commas."""
    numbers = set(_names(numeric))
    heads = [Column(name, name in numbers) for name in _names(columns)]
    return _set("table", content, caption=caption, columns=heads, **parameters)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


# Needing arithmetic --------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*names_and_addresses: str) -> dict[str, Any]:
    """Name and address in turn; the last, which is this page, has a name alone."""
    *above, here = names_and_addresses
    return {"crumbs": list(zip(above[::2], above[1::2], strict=True)), "here": here}


BAR_WIDTH = 8
BAR_GAP = 2
BAR_HEIGHT = 18


@dataclass(frozen=True)
class Bar:
    """One bar of a sparkline, in the pixels of its drawing."""

    x: int
    y: int
    height: int


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: Iterable[int], sentence: str) -> dict[str, Any]:
    """Small bars in a line of text. `sentence` says the same in words."""
    numbers = list(values)
    greatest = max(numbers, default=0) or 1
    heights = [max(1, round(BAR_HEIGHT * number / greatest)) for number in numbers]
    bars = [Bar(i * (BAR_WIDTH + BAR_GAP), BAR_HEIGHT - height, height) for i, height in enumerate(heights)]
    return {"bars": bars, "sentence": sentence, "width": len(bars) * (BAR_WIDTH + BAR_GAP), "height": BAR_HEIGHT}


@register.inclusion_tag("components/outline.html")
def outline(boundary: dict[str, Any], sentence: str, points: Iterable[tuple[float, float]] = ()) -> dict[str, Any]:
    """The shape of an area from its GeoJSON, and points in it by longitude and latitude."""
    return {"drawing": outlines.draw(boundary, points), "sentence": sentence}


# Looking something up ------------------------------------------------------------------------------------------------


@register.simple_tag
def page_url(link: str, *arguments: Any) -> str:
    """The URL of the page of an upper app that serves this link."""
    return pages.url_for(link, *arguments)


@register.simple_tag(takes_context=True)
def list_url(context: Context, view: str) -> str:
    """Where a list stands, with the filters that the reader came from."""
    return filtering.back_to(context["page"].request, navigation.address(view))


@register.simple_tag(takes_context=True)
def viewers_of(context: Context, record: Model) -> str:
    """Where one sees who has looked at this record; empty for who may not see that."""
    if RECORD_VIEWERS_READ not in context["page"].allowed:
        return ""
    return pages.url_for("record-viewers", key_of(record))


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the control that an error leads to: of a group of choices the first; of a hidden field none."""
    widget = field.field.widget
    if widget.is_hidden:
        return ""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"id_{field.html_name}_1"
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.filter
def named_optional(field: BoundField) -> BoundField:
    """The field, its label ending in "(optional)" where it may stay empty. A single tick box always may."""
    if not field.field.required and not isinstance(field.field, forms.BooleanField) and not field.is_hidden:
        field.label = f"{field.label} (optional)"
    return field


@register.filter
def things_to_put_right(form: forms.BaseForm) -> str:
    """The title of an error summary."""
    number = sum(len(errors) for errors in form.errors.values())
    return "1 thing to put right" if number == 1 else f"{number} things to put right"
