"""Signing, leaving, withdrawing and reviewing agreements."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.access.principal import Principal, acting_of
from core.agencies.models import Membership
from core.agreements import events, rules
from core.agreements.actions.locking import locked
from core.agreements.models import Agreement, Party
from core.agreements.notices import SIGNATURE_NEEDED
from core.audit import recording
from core.tasks import actions as tasks


@transaction.atomic
def sign(*, agreement: Agreement, capacity: str, seen: str, by: Principal) -> Party:
    """Signs for the agency of `by`. `capacity` says as what they sign: "Chief Constable's delegate".

    Raises Refused, and TextChanged if the agreement is no longer the one with the digest `seen`.
    """
    current = locked(agreement, seen=seen)
    rules.can_sign(current, by).enforce()
    party = _own(current, by)
    party.signed_at, party.signed_by = timezone.now(), Membership.objects.acted_under(by).get()
    party.capacity, party.signed_digest = capacity, seen
    party.save(update_fields=["signed_at", "signed_by", "capacity", "signed_digest"])
    recording.record(events.SIGNED, by=by, records=[current, party.agency], capacity=capacity, digest=seen)
    tasks.withdraw([SIGNATURE_NEEDED], about=current, agency_id=party.agency_id)
    return party


@transaction.atomic
def leave(*, agreement: Agreement, reason: str, by: Principal) -> Party:
    """Ends the part of the agency of `by`, at once. Its signature stays on record. Raises Refused."""
    current = locked(agreement)
    rules.can_leave(current, by).enforce()
    party = _own(current, by)
    party.left_at, party.left_by, party.left_reason = timezone.now(), Membership.objects.acted_under(by).get(), reason
    party.save(update_fields=["left_at", "left_by", "left_reason"])
    recording.record(events.LEFT, by=by, records=[current, party.agency], reason=reason)
    return party


@transaction.atomic
def withdraw(*, agreement: Agreement, reason: str, by: Principal) -> Agreement:
    """Withdraws an agreement from all its parties, at once. Raises Refused."""
    current = locked(agreement)
    rules.can_withdraw(current, by).enforce()
    current.withdrawn_at, current.withdrawn_reason = timezone.now(), reason
    current.withdrawn_by = Membership.objects.acted_under(by).get()
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    recording.record(events.WITHDRAWN, by=by, records=[current], reason=reason)
    tasks.withdraw([SIGNATURE_NEEDED], about=current)
    return current


@transaction.atomic
def set_review(*, agreement: Agreement, review_on: date, by: Principal) -> Agreement:
    """Changes the day by which the parties review the agreement. Raises Refused."""
    current = locked(agreement)
    rules.can_set_review(current, by).enforce()
    was, current.review_on = current.review_on, review_on
    if was != review_on:
        current.save(update_fields=["review_on"])
        days = {"review_on": review_on.isoformat(), "was": was.isoformat()}
        recording.record(events.REVIEW_SET, by=by, records=[current], **days)
    return current


def _own(agreement: Agreement, by: Principal) -> Party:
    """The part of the agency that `by` acts for, which the rule has found."""
    party = agreement.party_of(acting_of(by).agency_id)
    assert party is not None, "The rule allows only parties."
    return party
