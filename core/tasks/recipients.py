"""Who a notice is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One member, or the single points of contact of an agency, as they are when it is read."""

    membership_id: int | None = None
    agency_id: int | None = None


def member(membership_id: int) -> Recipient:
    """The person who works under this membership."""
    return Recipient(membership_id=membership_id)


def spocs_of(agency_id: int) -> Recipient:
    """The single points of contact of an agency. One of them marks the notice as done for all."""
    return Recipient(agency_id=agency_id)
