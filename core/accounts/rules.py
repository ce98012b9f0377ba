"""When an account, an invitation or a second factor may change. Who may do it, `agencies` knows."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from core.access.principal import Principal
from core.access.verdict import YES, Verdict, no
from core.accounts import second_factor
from core.accounts.models import Invitation, User


def can_invite(user: User) -> Verdict:
    """Only somebody who is not suspended and has not come in yet."""
    if not user.is_active:
        return no("They are suspended. Reinstate them first.")
    if user.has_usable_password():
        return no("They have signed in before. They can choose a new password from the sign-in page.")
    return YES


def can_withdraw(invitation: Invitation) -> Verdict:
    """Only one that still stands open."""
    if invitation.accepted_at:
        return no("This invitation has been accepted.")
    if invitation.withdrawn_at:
        return no("This invitation has been withdrawn already.")
    return YES


def can_accept(invitation: Invitation, *, at: datetime) -> Verdict:
    """Once, in time, and unless it was withdrawn; each refusal says what to do."""
    if invitation.accepted_at:
        return no("This invitation has been used. Sign in with the password that you chose.")
    if invitation.withdrawn_at or not invitation.user.is_active:
        return no("This invitation has been withdrawn. If you have had a later one, use the link in that.")
    if invitation.expires_at <= at:
        return no("This invitation has run out. Ask whoever invited you to send another.")
    return YES


def can_suspend(user: User, *, by: Principal, reason: str) -> Verdict:
    """Nobody suspends themselves, nobody is suspended twice, and there is a reason."""
    if by == user:
        return no("You cannot suspend yourself. Ask another administrator.")
    if not user.is_active:
        return no("They are suspended already.")
    if not reason.strip():
        return no("Enter a reason for suspending them.")
    return YES


def can_reinstate(user: User) -> Verdict:
    """Only somebody who is suspended."""
    return no("They are not suspended.") if user.is_active else YES


def can_start_over(user: User, *, by: Principal) -> Verdict:
    """Only somebody else, who has been in and is not suspended."""
    if by == user:
        return no("You are in. Change how you sign in from your account.")
    if not user.is_active:
        return no("They are suspended. Reinstate them first.")
    if not user.has_usable_password():
        return no("They have never been in. Send them another invitation.")
    return YES


def can_show_recovery_codes(codes: Authenticator) -> Verdict:
    """Once only, after they were made."""
    if codes.wrap().did_view:
        return no("Your recovery codes have been shown. They cannot be shown again.")
    return YES


def can_remove_factor(factor: Authenticator) -> Verdict:
    """The last factor stays: without one nobody comes in."""
    if second_factor.set_up_by(factor.user).exclude(pk=factor.pk).exists():
        return YES
    return no("This is your only second factor. Set up another before you remove it.")
