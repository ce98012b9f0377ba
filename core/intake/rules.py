"""Who may grant partner systems access."""

from core.access.levels import Level
from core.access.principal import SYSTEM, Principal, acting_of
from core.access.verdict import YES, Verdict, no
from core.agencies.permissions import CLIENT_MANAGE
from core.intake.models import ApiClient


def can_issue_client(by: Principal, level: int) -> Verdict:
    """Whether `by` may grant access to a system that reads up to this level. `SYSTEM` may, from the command line."""
    if by is SYSTEM:
        return YES
    verdict = can_manage_clients(by)
    if verdict and level > acting_of(by).level:
        return no(
            f"Your access level is {Level(acting_of(by).level).label.lower()}, so a system cannot read above that."
        )
    return verdict


def can_manage_clients(by: Principal) -> Verdict:
    """Whether `by` may grant and revoke access of systems, and give them new secrets."""
    if by is SYSTEM:
        return YES
    return acting_of(by).can(CLIENT_MANAGE)


def can_rotate(client: ApiClient, by: Principal) -> Verdict:
    """Revoking access is final: the system gets a new client instead of a new secret."""
    if client.revoked_at is not None:
        return no("The access of this system was revoked. Grant it access again instead.")
    return can_manage_clients(by)
