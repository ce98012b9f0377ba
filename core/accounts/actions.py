"""Every change to an account and to invitations, with its audit row."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from core.access.principal import Principal
from core.accounts import events, rules, second_factor, sessions, tasks
from core.accounts.models import Invitation, User
from core.audit import recording

INVITATION_LASTS = timedelta(days=7)


@transaction.atomic
def invite(*, user: User, by: Principal) -> Invitation:
    """Sends a user a link to choose their password. Earlier links stop working. Raises Refused."""
    user = _locked(user)
    rules.can_invite(user).enforce()
    now = timezone.now()
    Invitation.objects.of_user(user).pending().update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        user=user, invited_by=by if isinstance(by, User) else None, created_at=now, expires_at=now + INVITATION_LASTS
    )
    recording.record(events.INVITED, by=by, records=[user])
    tasks.send_invitation.enqueue(invitation.pk)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Principal) -> None:
    """Withdraws an invitation: its link stops working. Raises Refused."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    rules.can_withdraw(invitation).enforce()
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    recording.record(events.INVITATION_WITHDRAWN, by=by, records=[invitation.user])


@transaction.atomic
def accept(*, invitation: Invitation, password: str) -> User:
    """Sets the password of the person invited. The link cannot be used again. Raises Refused."""
    invitation = Invitation.objects.with_user().select_for_update().get(pk=invitation.pk)
    now = timezone.now()
    rules.can_accept(invitation, at=now).enforce()
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    recording.record(events.INVITATION_ACCEPTED, by=user, records=[user])
    return user


@transaction.atomic
def suspend(*, user: User, by: Principal, reason: str) -> None:
    """Suspends a user: they cannot sign in, and their sessions and invitations end at once. Raises Refused."""
    user = _locked(user)
    rules.can_suspend(user, by=by).enforce()
    rules.is_reason(reason).enforce()
    now = timezone.now()
    user.is_active = False
    user.suspended_at = now
    user.suspended_reason = reason.strip()
    user.sessions_ended_at = now
    user.save(update_fields=["is_active", "suspended_at", "suspended_reason", "sessions_ended_at"])
    sessions.delete_all_of(user)
    Invitation.objects.of_user(user).pending().update(withdrawn_at=now)
    recording.record(events.SUSPENDED, by=by, records=[user], reason=user.suspended_reason)


@transaction.atomic
def reinstate(*, user: User, by: Principal) -> None:
    """Lets a suspended user sign in again. The sessions and invitations that ended stay ended. Raises Refused."""
    user = _locked(user)
    rules.can_reinstate(user).enforce()
    user.is_active = True
    user.suspended_at = None
    user.suspended_reason = ""
    user.save(update_fields=["is_active", "suspended_at", "suspended_reason"])
    recording.record(events.REINSTATED, by=by, records=[user])


@transaction.atomic
def start_over(*, user: User, by: Principal) -> Invitation:
    """Deletes the password and second factors of a user who has lost all of them, and invites the user again.

    The caller must have checked by other means that the user asked for it. Raises Refused.
    """
    user = _locked(user)
    rules.can_start_over(user, by=by).enforce()
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.set_unusable_password()
    user.sessions_ended_at = timezone.now()
    user.save(update_fields=["password", "sessions_ended_at"])
    sessions.delete_all_of(user)
    recording.record(events.STARTED_OVER, by=by, records=[user])
    return invite(user=user, by=by)


@transaction.atomic
def show_recovery_codes(*, user: User) -> list[str]:
    """Returns the recovery codes that the user has left, once after they were made. Raises Refused after that."""
    locked = second_factor.recovery_codes_of(user).select_for_update().get()
    rules.can_show_recovery_codes(locked).enforce()
    codes = locked.wrap()
    codes.mark_as_viewed()
    recording.record(events.RECOVERY_CODES_SHOWN, by=user, records=[user])
    return list(codes.get_unused_codes())


@transaction.atomic
def rename_passkey(*, passkey: Authenticator, name: str) -> None:
    """Gives a passkey another name, by which its owner tells it from others."""
    locked = Authenticator.objects.select_for_update().get(pk=passkey.pk)
    locked.wrap().name = name
    locked.save(update_fields=["data"])
    recording.record(events.PASSKEY_RENAMED, by=locked.user, records=[locked.user])


def ask_for_reset(*, email: str) -> None:
    """Sends a link to choose a new password, if there is an account with this address.

    A job is queued in either case, so neither the page nor its response time shows whether the account exists.
    """
    user = User.objects.active().with_email(email).first()
    tasks.send_reset_link.enqueue(user.pk if user else None)


def _locked(user: User) -> User:
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    return locked
