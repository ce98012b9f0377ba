"""Who may save filters, and change what is saved."""

from typing import Any

from core.access.lists import FilteredList
from core.access.principal import Principal, acting_of
from core.access.verdict import YES, Verdict, no
from core.accounts.models import User
from core.saved_filters.models import SavedFilter
from core.saved_filters.permissions import FILTER_SAVE

MOST = 100
"""The most saved filters of one person."""


def can_save(listing: FilteredList[Any], by: User) -> Verdict:
    """Whether `by` may open the list, and has not reached the limit."""
    allowed = acting_of(by).can(FILTER_SAVE)
    opened = allowed and acting_of(by).can(listing.permission)
    if not opened:
        return opened
    if SavedFilter.objects.visible_to(by).count() >= MOST:
        return no(f"You have {MOST} saved filters. Delete one first.")
    return YES


def can_change(saved: SavedFilter, by: Principal) -> Verdict:
    """Whether the saved filters are theirs."""
    return acting_of(by).can(FILTER_SAVE) if saved.user_id == by.pk else no("You can change only your own filters.")
