"""Filtered lists: an app declares a list once, and gets its form, query, facets, tags, API, export and audit words."""

from core.access.lists.columns import Column
from core.access.lists.declaration import FilteredList
from core.access.lists.filters import ChoiceFilter, DayFilter, Filter, MultipleChoiceFilter, TextFilter

__all__ = ["ChoiceFilter", "Column", "DayFilter", "Filter", "FilteredList", "MultipleChoiceFilter", "TextFilter"]
