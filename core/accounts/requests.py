"""The type of request that a view with a guard receives."""

from core.access.requests import Request
from core.accounts.models import User


class SignedInRequest(Request):
    """The request of a signed-in user, as the guards ensure. A type only: Django creates plain requests."""

    user: User
