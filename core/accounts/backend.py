"""Who somebody is, by address and password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from core.accounts.models import User


class Backend(BaseBackend):
    """Knows people by their address, and nobody who is suspended. Permissions are not its business."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user, if the password is theirs and they are not suspended.

        Hashes once whether or not there is such an address, so that the time taken does not tell.
        """
        if not email or not password:
            return None
        user: User | None = User.objects.with_email(email).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is: nobody's, as soon as they are suspended."""
        user: User | None = User.objects.active().filter(pk=user_id).first()
        return user
