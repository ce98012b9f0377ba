"""Audit events of signing in and of accounts."""

from core.audit.events import event

SIGNED_IN = event("sign-in.completed", "signed in with {methods}", verb="sign-in", methods="keep")
SIGN_IN_FAILED = event("sign-in.failed", "failed to sign in: {step}", verb="sign-in", step="keep", account="erase")
SIGNED_OUT = event("sign-in.ended", "signed out", verb="sign-in")
SESSION_RAN_OUT = event("session.ran-out", "was signed out: {reason}", verb="sign-in", reason="keep")
SESSIONS_ENDED = event(
    "session.ended-elsewhere", "signed out elsewhere: {total}", total_of=("session", "sessions"), total="keep"
)

FACTOR_ADDED = event("factor.added", "set up a second factor: {factor}", factor="keep")
FACTOR_REMOVED = event("factor.removed", "removed a second factor: {factor}", factor="keep")
PASSKEY_RENAMED = event("factor.renamed", "renamed a passkey")
RECOVERY_CODES_RENEWED = event("factor.recovery-codes-renewed", "made new recovery codes")
RECOVERY_CODES_SHOWN = event("factor.recovery-codes-shown", "saw their recovery codes", verb="read")
PASSWORD_CHANGED = event("password.changed", "changed their password")
PASSWORD_RESET = event("password.reset", "chose a new password by a link sent to their address")

INVITED = event("invitation.sent", "invited {records}")
INVITATION_WITHDRAWN = event("invitation.withdrawn", "withdrew the invitation of {records}")
INVITATION_ACCEPTED = event("invitation.accepted", "accepted their invitation")
SUSPENDED = event("user.suspended", "suspended {records}: {reason}", reason="erase")
STARTED_OVER = event("user.started-over", "reset how {records} sign in")
REINSTATED = event("user.reinstated", "reinstated {records}")
