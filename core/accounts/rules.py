"""In which state an account, invitation or second factor may change. Who may change it is a rule of `agencies`."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from core.access.principal import Principal
from core.access.reasons import is_given
from core.access.verdict import YES, Verdict, no
from core.accounts import second_factor
from core.accounts.models import Invitation, User


def is_not_suspended(user: User) -> Verdict:
    """What most changes to an account require."""
    return YES if user.is_active else no("They are suspended. Reinstate them first.")


def can_invite(user: User) -> Verdict:
    """Whether to send an invitation: the user is not suspended and has not accepted one yet."""
    active = is_not_suspended(user)
    if active and user.has_usable_password():
        return no("They have signed in before. They can choose a new password from the sign-in page.")
    return active


def can_withdraw(invitation: Invitation) -> Verdict:
    """Whether to withdraw an invitation: it has been neither accepted nor withdrawn."""
    if invitation.accepted_at:
        return no("This invitation has been accepted.")
    if invitation.withdrawn_at:
        return no("This invitation has already been withdrawn.")
    return YES


def can_accept(invitation: Invitation, *, at: datetime) -> Verdict:
    """Once, before it expires, and unless it was withdrawn. Each refusal says what to do."""
    if invitation.accepted_at:
        return no("This invitation has been used. Sign in with the password that you chose.")
    if invitation.withdrawn_at or not invitation.user.is_active:
        return no("This invitation has been withdrawn. If you have a later invitation, use the link in that.")
    if invitation.expires_at <= at:
        return no("This invitation has expired. Ask the person who invited you to send another.")
    return YES


def can_suspend(user: User, *, by: Principal) -> Verdict:
    """Whether `by` may suspend the user: not themselves, and not if the user is suspended already."""
    if by == user:
        return no("You cannot suspend yourself. Ask another administrator.")
    if not user.is_active:
        return no("They are already suspended.")
    return YES


def is_reason(text: str) -> Verdict:
    """Whether the text gives a reason for suspending a user."""
    return YES if is_given(text) else no("Enter a reason for suspending them.")


def can_reinstate(user: User) -> Verdict:
    """Whether to reinstate the user: only a suspended user."""
    return no("They are not suspended.") if user.is_active else YES


def can_start_over(user: User, *, by: Principal) -> Verdict:
    """Whether `by` may reset how the user signs in: another person, who has signed in before and is not suspended."""
    if by == user:
        return no("You are signed in. Change how you sign in from your account.")
    active = is_not_suspended(user)
    if active and not user.has_usable_password():
        return no("They have never signed in. Send them another invitation.")
    return active


def can_show_recovery_codes(codes: Authenticator) -> Verdict:
    """Once only, after they were made."""
    if codes.wrap().did_view:
        return no("Your recovery codes have been shown. They cannot be shown again.")
    return YES


def can_remove_factor(factor: Authenticator) -> Verdict:
    """The only factor cannot be removed, because nobody can sign in without one."""
    if second_factor.set_up_by(factor.user).exclude(pk=factor.pk).exists():
        return YES
    return no("This is your only second factor. Set up another before you remove it.")
