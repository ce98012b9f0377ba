"""Filters that people have saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from core.access.bidi import isolated
from core.access.lists import FilteredList, registry
from core.accounts.models import User
from core.saved_filters.querysets import SavedFilterQuerySet


class SavedFilter(models.Model):
    """The filters of one list under a name. Only the person who saved them sees them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    list = models.CharField(max_length=60)  # the name of a FilteredList
    name = models.CharField(max_length=80)
    values = models.JSONField(default=dict)  # by filter, each a list of texts
    days_back = models.PositiveSmallIntegerField(null=True, blank=True)  # a period up to today, in place of fixed days
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list", "name"], name="saved_filter_named_once")]

    def __str__(self) -> str:
        return isolated(self.name)

    @property
    def declared(self) -> type[FilteredList[Any]] | None:
        """The list of the filters; None if a later release has removed it."""
        return registry.named(self.list)

    @property
    def address(self) -> str:
        """The URL of the list with these filters; empty if the list no longer exists. Words in it are encrypted."""
        if self.declared is None:
            return ""
        values = dict(self.values)
        if self.days_back is not None:
            today = timezone.localdate()
            first, last = self.declared.days
            values |= {first: [str(today - timedelta(days=self.days_back))], last: [str(today)]}
        return self.declared.path() + self.declared.url_of(values)
