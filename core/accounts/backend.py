"""Authentication by email address and password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from core.accounts.models import User


class Backend(BaseBackend):
    """Authenticates users who are not suspended. Permissions are not handled here."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """Returns the user, if the password is correct and they are not suspended.

        Hashes once whether or not the address exists, so that the response time does not reveal it.
        """
        if not email or not password:
            return None
        user: User | None = User.objects.with_email(email).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Returns the user of a session; None as soon as they are suspended."""
        user: User | None = User.objects.active().filter(pk=user_id).first()
        return user
