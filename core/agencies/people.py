"""The people of a partnership: its users, with the filters of `PersonQuerySet`."""

from core.accounts.models import User
from core.agencies.querysets.people import PersonQuerySet


def everyone() -> PersonQuerySet:
    """Every user, suspended or not."""
    return PersonQuerySet(User)
