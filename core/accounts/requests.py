"""The request as a view gets it behind a guard."""

from django.http import HttpRequest

from core.accounts.models import User


class SignedInRequest(HttpRequest):
    """What the guards let through: somebody is signed in. Only a type; Django makes plain requests."""

    user: User
