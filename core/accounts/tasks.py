"""Letters that are sent by the queue. A job carries ids only; what a link proves is computed when it is sent."""

from django.utils import timezone
from django_tasks import task

from core.accounts import letters, rules
from core.accounts.models import Invitation, User


@task()
def send_invitation(invitation_id: int) -> None:
    """Sends the link of an invitation that still stands."""
    invitation = Invitation.objects.with_user().get(pk=invitation_id)
    if rules.can_accept(invitation, at=timezone.now()):
        letters.invitation(invitation)


@task()
def send_reset_link(user_id: int | None) -> None:
    """Sends a link for a new password. None stands for an address that nobody has.

    Who has not accepted their invitation has no password to reset: a reset would get round a withdrawn invitation.
    """
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None and user.has_usable_password():
        letters.reset_link(user)


@task()
def send_notice(user_id: int, change: str) -> None:
    """Tells somebody that the way into their account has changed. `change` is a key of `letters.CHANGES`."""
    letters.notice(User.objects.get(pk=user_id), change)
