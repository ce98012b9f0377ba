"""Users, invitations, and limits on attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.access.bidi import isolated
from core.accounts.querysets import InvitationQuerySet, LimitQuerySet, UserManager
from tenants import current

if TYPE_CHECKING:
    from core.access.acting import Acting


class User(AbstractBaseUser):
    """A person with an account in one partnership or, in the public schema, an operator or a member of the user group.

    No groups and no content-type permissions: what a user may do comes from the membership they act under.
    """

    email = models.EmailField(max_length=254, unique=True)  # always lower case
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    sessions_ended_at = models.DateTimeField(null=True, blank=True)  # sessions that began before are not valid
    last_agency_id = models.BigIntegerField(null=True, blank=True)  # the agency chosen last, offered first

    objects: ClassVar[UserManager] = UserManager()

    acting: Acting | None = None
    """The membership acted under in this request; set by middleware, never stored."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, suspended_at=None)
                | models.Q(is_active=False, suspended_at__isnull=False),
                name="user_suspended_paired",
            ),
        ]

    def __str__(self) -> str:
        return isolated(self.name)

    def get_full_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Bound to schema and user: a session of one partnership is not valid in another, nor for another user."""
        return self._bound_hash()

    def get_session_auth_fallback_hash(self) -> list[str]:
        return []

    def _bound_hash(self) -> str:
        salt = "core.accounts.models.User.session"
        value = f"{current.schema()}:{self.pk}:{self.password}:{self.sessions_ended_at}"
        return salted_hmac(salt, value, algorithm="sha256").hexdigest()

    @property
    def initials(self) -> str:
        """At most two letters, for the header."""
        names = self.name.split()
        return "".join(name[0] for name in (names[:1] + names[1:][-1:])).upper()


class Invitation(models.Model):
    """An invitation to choose a password, once. Its token is not stored: see `tokens`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Invitation of {self.user}"


class Limit(models.Model):
    """A count of attempts, or a one-time code that was used, until it expires. See `limits`."""

    digest = models.CharField(max_length=64, unique=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    objects = LimitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Limit {self.digest[:12]} until {self.expires_at:%d %B %Y %H:%M:%S}"
