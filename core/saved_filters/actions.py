"""Every change to saved filters."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.access.lists import FilteredList
from core.accounts.models import User
from core.audit import recording
from core.saved_filters import events, rules
from core.saved_filters.models import SavedFilter


@transaction.atomic
def save_filter(*, listing: FilteredList[Any], name: str, by: User) -> SavedFilter:
    """Saves the filters that are set on the list. A period that ends today is saved as one that always does.

    Raises Refused.
    """
    User.objects.select_for_update().get(pk=by.pk)  # so that two at once are counted one after the other
    rules.can_save(listing, by).enforce()
    days_back = listing.days_back
    values = listing.values.as_texts(leaving_out=() if days_back is None else listing.days)
    saved = SavedFilter.objects.create(user=by, list=listing.name, name=name, values=values, days_back=days_back)
    recording.record(events.SAVED, by=by, records=[saved], list=listing.title)
    return saved


@transaction.atomic
def rename_saved_filter(*, saved: SavedFilter, name: str, by: User) -> SavedFilter:
    """Renames saved filters. Raises Refused."""
    locked = SavedFilter.objects.select_for_update().get(pk=saved.pk)
    rules.can_change(locked, by).enforce()
    if locked.name != name:
        locked.name = name
        locked.save(update_fields=["name"])
        recording.record(events.RENAMED, by=by, records=[locked], list=_title(locked))
    return locked


@transaction.atomic
def delete_saved_filter(*, saved: SavedFilter, by: User) -> None:
    """Deletes saved filters. Raises Refused."""
    locked = SavedFilter.objects.select_for_update().get(pk=saved.pk)
    rules.can_change(locked, by).enforce()
    recording.record(events.DELETED, by=by, records=[locked], list=_title(locked))
    locked.delete()


def _title(saved: SavedFilter) -> str:
    return saved.declared.title if saved.declared else saved.list
