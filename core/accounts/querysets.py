"""Filters of users, invitations and limits on attempts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import QuerySet

if TYPE_CHECKING:
    from core.accounts.models import Invitation, Limit, User  # noqa: F401 (the querysets name them)


class UserQuerySet(QuerySet["User"]):
    """Users."""

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def fictional(self) -> UserQuerySet:
        """Users of a demonstration. `.example` is reserved (RFC 2606): nobody real has such an address."""
        return self.filter(email__endswith=".example")

    def with_email(self, email: str) -> UserQuerySet:
        """Ignores case: addresses are stored in lower case."""
        return self.filter(email=email.strip().lower())


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates users, with the address in lower case and the password hashed or unusable."""

    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email=(username or "").strip().lower())
        return user

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class InvitationQuerySet(QuerySet["Invitation"]):
    """Invitations."""

    def pending(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn, whether or not they have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def of_user(self, user: User) -> InvitationQuerySet:
        return self.filter(user=user)

    def with_user(self) -> InvitationQuerySet:
        return self.select_related("user")


class LimitQuerySet(QuerySet["Limit"]):
    """Limits on attempts."""

    def with_digest(self, digest: str) -> LimitQuerySet:
        return self.filter(digest=digest)

    def live(self, *, at: datetime) -> LimitQuerySet:
        return self.filter(expires_at__gt=at)

    def expired(self, *, at: datetime) -> LimitQuerySet:
        return self.filter(expires_at__lte=at)
