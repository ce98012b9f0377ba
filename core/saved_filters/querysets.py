"""Filters of saved filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.access.principal import Principal
from core.accounts.models import User

if TYPE_CHECKING:
    from core.saved_filters.models import SavedFilter


class SavedFilterQuerySet(QuerySet["SavedFilter"]):
    """Saved filters."""

    def visible_to(self, reader: Principal) -> SavedFilterQuerySet:
        """The person's own. A partner system has none, although its id may equal a person's."""
        return self.filter(user=reader) if isinstance(reader, User) else self.none()

    def of_list(self, name: str) -> SavedFilterQuerySet:
        return self.filter(list=name)

    def named(self, name: str) -> SavedFilterQuerySet:
        return self.filter(name=name)

    def other_than(self, saved: SavedFilter | None) -> SavedFilterQuerySet:
        return self.exclude(pk=saved.pk) if saved else self

    def by_name(self) -> SavedFilterQuerySet:
        return self.order_by("list", "name")
