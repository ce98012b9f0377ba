"""Saved filters on the page of a list."""

from typing import Any

from django import template
from django.template import Context

from core.access.lists import FilteredList
from core.saved_filters.models import SavedFilter
from core.saved_filters.permissions import FILTER_SAVE

register = template.Library()


@register.inclusion_tag("saved_filters/_partials/saved-filters.html", takes_context=True)
def saved_filters(context: Context, listing: FilteredList[Any]) -> dict[str, Any]:
    """The reader's saved filters of this list, and a form that saves those that are set: one query."""
    page = context["page"]
    may_save = FILTER_SAVE in page.allowed
    return {
        "saved": list(SavedFilter.objects.visible_to(page.user).of_list(listing.name).by_name()) if may_save else [],
        "can_save": may_save and bool(listing.values) and not listing.form.errors,
        "listing": listing,
        "csrf_token": context.get("csrf_token", ""),
    }
