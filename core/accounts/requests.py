"""The request as a view gets it behind a guard."""

from core.access.requests import Request
from core.accounts.models import User


class SignedInRequest(Request):
    """A request of somebody who is signed in, which the guards ensure. Only a type; Django makes plain requests."""

    user: User
