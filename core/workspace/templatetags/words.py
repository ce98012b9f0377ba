"""Numbers and codes in words. The settings make these filters builtins."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template

from core.access import bidi
from core.access.grading import Condition, Handling, InformationAssessment, SourceEvaluation
from core.access.levels import Level

register = template.Library()


@register.filter
def figure(number: int | None) -> str:
    """`14,162`."""
    return "" if number is None else f"{number:,}"


@register.filter
def isolated(value: Any) -> Any:
    """The value with its writing direction isolated. The template loader adds this to each variable."""
    if type(value) is str:  # nearly always, and checked first because a page has hundreds of values
        return bidi.isolated(value)
    if value is None or isinstance(value, int | float | date) or hasattr(value, "__html__"):
        return value
    text = str(value)
    kept = bidi.isolated(text)
    return value if kept is text else kept


@register.filter
def level_name(level: int) -> str:
    """The name of an access level."""
    return str(Level(level).label)


SECTOR_STRIPES = {"probation": "justice", "prison": "justice"}


@register.filter
def handling_words(item: Any) -> str:
    """The 3x5x2 grading of a record, in words."""
    source = f"Source {item.source_evaluation}, {SourceEvaluation(item.source_evaluation).label}"
    known = f"information {item.information_assessment}, {InformationAssessment(item.information_assessment).label}"
    if item.handling == Handling.PERMITTED:
        return f"{source}; {known}; lawful sharing permitted"
    conditions = [f"{code}, {Condition(code).label}" for code in item.handling_conditions]
    return "; ".join([source, known, "lawful sharing permitted with conditions", *conditions])


@register.filter
def stripe(sector: str) -> str:
    """The stripe of an agency's sector; probation and prison share one."""
    return SECTOR_STRIPES.get(sector, sector)


@register.filter
def spelled_out(code: str) -> str:
    """`antisocial-behaviour` as `Antisocial behaviour`."""
    return code.replace("-", " ").capitalize()


@register.filter
def names_from(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The names of these codes; the code itself for one that has no name."""
    return [names.get(code, code) for code in codes]
