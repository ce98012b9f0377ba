"""Who may let partners' systems in."""

from typing import Any

from core.access.levels import Level
from core.access.permissions import Permission
from core.access.verdict import YES, Verdict, no
from core.intake.models import ApiClient


def can_issue_client(by: Any, level: int) -> Verdict:
    """Whether `by` may let a system in that reads up to this level. None is the service itself, at its own console."""
    if by is None:
        return YES
    verdict = can_manage_clients(by)
    if verdict and level > by.acting.level:
        return no(f"You are cleared to {Level(by.acting.level).label.lower()}, and cannot clear a system beyond it.")
    return verdict


def can_manage_clients(by: Any) -> Verdict:
    """Whether `by` may let systems in at all, give them new secrets and shut them out."""
    if by is None:
        return YES
    if by.acting is None:
        return no("Choose the agency you act for first.")
    return by.acting.can(Permission.CLIENT_MANAGE)


def can_rotate(client: ApiClient, by: Any) -> Verdict:
    """A system that was shut out stays out: a new one is let in instead."""
    if client.revoked_at is not None:
        return no("This system was shut out. Let it in anew instead.")
    return can_manage_clients(by)
