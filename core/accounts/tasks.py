"""Emails sent from the queue. A job holds ids only; the token of a link is computed when the email is sent."""

from django.utils import timezone
from django_tasks import task

from core.accounts import emails, rules
from core.accounts.models import Invitation, User


@task()
def send_invitation(invitation_id: int) -> None:
    """Sends an invitation, unless it has been withdrawn, accepted or has expired since."""
    invitation = Invitation.objects.with_user().get(pk=invitation_id)
    if rules.can_accept(invitation, at=timezone.now()):
        emails.invitation(invitation)


@task()
def send_reset_link(user_id: int | None) -> None:
    """Sends a link to choose a new password. `user_id` is None if no user has the address.

    Users who have not accepted their invitation get no link, because they could use it after the invitation was
    withdrawn.
    """
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None and user.has_usable_password():
        emails.reset_link(user)


@task()
def send_notice(user_id: int, change: str) -> None:
    """Tells a user what has changed about how they sign in. `change` is a key of `emails.CHANGES`."""
    emails.notice(User.objects.get(pk=user_id), change)
