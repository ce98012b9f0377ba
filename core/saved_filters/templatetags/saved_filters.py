"""Saved filters on the page of a list."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context

from core.access.lists import FilteredList
from core.saved_filters.models import SavedFilter
from core.saved_filters.permissions import FILTER_SAVE

register = template.Library()


@dataclass(frozen=True)
class OfReader:
    """The reader's saved filters of a list, and whether those that are set can be saved."""

    saved: list[SavedFilter]
    can_save: bool


@register.simple_tag(takes_context=True)
def saved_filters(context: Context, listing: FilteredList[Any]) -> OfReader:
    """What `saved-filters.jinja` shows of this list: one query."""
    page = context["page"]
    if FILTER_SAVE not in page.allowed:
        return OfReader([], can_save=False)
    saved = SavedFilter.objects.visible_to(page.user).of_list(listing.name).by_name()
    return OfReader(list(saved), can_save=bool(listing.values) and not listing.form.errors)
