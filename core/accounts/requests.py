"""The request as a view gets it behind a guard."""

from core.access.requests import Request
from core.accounts.models import User


class SignedInRequest(Request):
    """What the guards let through: somebody is signed in. Only a type; Django makes plain requests."""

    user: User
