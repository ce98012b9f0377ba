"""The people of a partnership, as those who work for its agencies."""

from core.accounts.models import User
from core.agencies.querysets.people import PersonQuerySet


def everyone() -> PersonQuerySet:
    """Everybody with an account here, suspended or not."""
    return PersonQuerySet(User)
