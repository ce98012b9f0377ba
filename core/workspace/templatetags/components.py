"""What templates need to set components: dates in the house's manner, and components that hold other markup.

Settings make this a builtin, so no template loads it. A component that holds nothing is included by its file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.safestring import SafeString

from core.access.levels import Level
from core.access.permissions import Permission
from core.audit import recording
from core.workspace import navigation, outlines

register = template.Library()


# Dates ---------------------------------------------------------------------------------------------------------------


@register.filter
def day(moment: date | datetime | None) -> str:
    """`Mon 16 Nov`, with the year where it is not this year."""
    if moment is None:
        return ""
    here = _here(moment)
    this_year = here.year == timezone.localdate().year
    return dateformat.format(here, "D j M" if this_year else "D j M Y")


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """`16 November 2026`, where nobody should have to guess."""
    return "" if moment is None else dateformat.format(_here(moment), "j F Y")


@register.filter
def clock(moment: datetime | None) -> str:
    """`17:25`, in the reader's time."""
    return "" if moment is None else dateformat.format(_here(moment), "H:i")


@register.filter
def day_and_time(moment: datetime | None) -> str:
    """`Mon 16 Nov, 17:25`."""
    return "" if moment is None else f"{day(moment)}, {clock(moment)}"


@register.filter
def when(moment: datetime | None, precision: str = "minute") -> str:
    """A moment told no more exactly than it is known: to the minute, the day or the month."""
    if moment is None:
        return ""
    match precision:
        case "month":
            return dateformat.format(_here(moment), "F Y")
        case "day":
            return day(moment)
        case _:
            return day_and_time(moment)


def _here(moment: date | datetime) -> date | datetime:
    """In the time zone that the reader lives in."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


# Words and figures ---------------------------------------------------------------------------------------------------


@register.filter
def figure(number: int | None) -> str:
    """`14,162`."""
    return "" if number is None else f"{number:,}"


@register.filter
def level_name(level: int) -> str:
    """An access level in its word."""
    return str(Level(level).label)


SOURCE_WORDS = {1: "reliable", 2: "untested", 3: "not reliable"}
INFORMATION_WORDS = {
    "A": "known directly to the source",
    "B": "known indirectly but corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
CONDITION_WORDS = {
    "A1": "may be combined or corroborated; no direct action, ask the originator first",
    "A2": "covert action may be taken; protect source and technique; not as evidence in isolation",
    "A3": "overt action as the owner specifies",
    "S1": "may be sanitised without asking",
    "S2": "ask the originator before sanitising",
}
SECTOR_STRIPES = {"probation": "justice", "prison": "justice"}


@register.filter
def handling_words(item: Any) -> str:
    """A 3x5x2 code spelled out, from any record that carries one."""
    source = f"Source {item.source_evaluation}, {SOURCE_WORDS[item.source_evaluation]}"
    known = f"information {item.information_assessment}, {INFORMATION_WORDS[item.information_assessment]}"
    if item.handling == "P":
        return f"{source}; {known}; lawful sharing permitted"
    conditions = [f"{code}, {CONDITION_WORDS[code]}" for code in item.handling_conditions]
    return "; ".join([source, known, "lawful sharing permitted with conditions", *conditions])


@register.filter
def stripe(sector: str) -> str:
    """The stripe of an agency's sector; probation and prison share one."""
    return SECTOR_STRIPES.get(sector, sector)


@register.filter
def spelled_out(code: str) -> str:
    """`antisocial-behaviour` as a reader says it."""
    return code.replace("-", " ").capitalize()


@register.filter
def names_from(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Codes of a vocabulary in its words; one that the vocabulary no longer has stands as it is."""
    return [names.get(code, code) for code in codes]


@register.filter
def percentage_of(part: float, whole: float) -> int:
    """How much of the whole a part is, in hundredths; of nothing, nothing."""
    return round(100 * part / whole) if whole else 0


# Records -------------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def viewers_of(context: Context, record: Model) -> str:
    """Where one sees who has looked at this record; empty for who may not see that."""
    if Permission.RECORD_VIEWERS_READ not in context["page"].allowed:
        return ""
    return navigation.address("record-viewers", key=recording.key(record))


# Forms ---------------------------------------------------------------------------------------------------------------


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
def things_to_put_right(form: forms.BaseForm) -> str:
    """The title of an error summary."""
    number = sum(len(errors) for errors in form.errors.values())
    return "1 thing to put right" if number == 1 else f"{number} things to put right"


# Components that hold other markup -----------------------------------------------------------------------------------


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


@register.simple_block_tag
def filters(content: SafeString, **parameters: Any) -> SafeString:
    """`components/filter.html` around its fields."""
    return _set("filter", content, **parameters)


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


# Components that need arithmetic -------------------------------------------------------------------------------------


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
