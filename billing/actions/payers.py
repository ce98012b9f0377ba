"""Payers, and the splits of fees among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from billing import events, rules
from billing.models import FeeShare, FeeSplit, Payer
from billing.models.second_person import NeedsSecondPerson
from billing.money import Pence
from core.access.principal import Principal
from core.access.verdict import Refused
from core.audit import recording
from core.audit.keys import actor_key
from tenants.models import Partnership

State = NeedsSecondPerson.State
DETAILS = ("name", "billing_address", "mailbox", "purchase_order")


@dataclass(frozen=True, kw_only=True)
class Share:
    """A payer's part in a split: a weight or pence, as its method says, and the most that they pay."""

    weight: int | None = None
    pence: Pence | None = None
    cap: Pence | None = None


@transaction.atomic
def add_payer(
    *,
    partnership: Partnership,
    agency_code: str,
    name: str,
    billing_address: str,
    mailbox: str,
    by: Principal,
    purchase_order: str = "",
) -> Payer:
    """Adds a payer: an agency, or without `agency_code` the partnership itself."""
    rules.can_manage(by).enforce()
    payer = Payer.objects.create(
        partnership=partnership,
        agency_code=agency_code,
        name=name,
        billing_address=billing_address,
        mailbox=mailbox,
        purchase_order=purchase_order,
    )
    recording.record(events.PAYER_ADDED, by=by, records=[payer], name=name)
    return payer


@transaction.atomic
def change_payer(*, payer: Payer, by: Principal, **details: str) -> Payer:
    """Changes a payer's name, billing address, mailbox or purchase order, for the invoices from now on."""
    if unknown := details.keys() - set(DETAILS):
        raise TypeError(f"A payer has no {', '.join(sorted(unknown))}.")
    locked = Payer.objects.locked().get(pk=payer.pk)
    rules.can_manage(by).enforce()
    changed = [name for name in DETAILS if name in details and getattr(locked, name) != details[name]]
    if changed:
        for name in changed:
            setattr(locked, name, details[name])
        locked.save(update_fields=changed)
        recording.record(events.PAYER_CHANGED, by=by, records=[locked], name=locked.name, fields=", ".join(changed))
    return locked


@transaction.atomic
def propose_split(
    *, partnership: Partnership, from_day: date, method: FeeSplit.Method, shares: Mapping[Payer, Share], by: Principal
) -> FeeSplit:
    """Proposes how the fee is split in periods that start on a day or later. Raises Refused if it does not fit."""
    rules.can_propose(by).enforce()
    if not shares:
        raise Refused("Choose who pays.")
    for share in shares.values():
        rules.can_be_share(weight=share.weight, pence=share.pence, cap=share.cap).enforce()
    split = FeeSplit.objects.create(
        partnership=partnership, from_day=from_day, method=method, proposed_by=actor_key(by)
    )
    FeeShare.objects.bulk_create(
        [
            FeeShare(split=split, payer=payer, weight=share.weight, pence=share.pence, cap=share.cap)
            for payer, share in shares.items()
        ]
    )
    rules.can_apply(split).enforce()
    recording.record(events.SPLIT_PROPOSED, by=by, records=[split], from_day=from_day.isoformat())
    return split


@transaction.atomic
def approve_split(*, split: FeeSplit, by: Principal) -> FeeSplit:
    """Approves a split that another person proposed. From then on nobody can change it."""
    locked = _lock(split)
    rules.can_approve(locked, by).enforce()
    rules.can_apply(locked).enforce()
    decide(locked, State.APPROVED, by=by)
    recording.record(events.SPLIT_APPROVED, by=by, records=[locked], from_day=locked.from_day.isoformat())
    return locked


@transaction.atomic
def withdraw_split(*, split: FeeSplit, by: Principal) -> FeeSplit:
    """Withdraws a proposed split."""
    locked = _lock(split)
    rules.can_withdraw(locked, by).enforce()
    decide(locked, State.WITHDRAWN, by=by)
    recording.record(events.SPLIT_WITHDRAWN, by=by, records=[locked], from_day=locked.from_day.isoformat())
    return locked


def decide(proposed: NeedsSecondPerson, state: State, *, by: Principal) -> None:
    """Saves a decision. The caller has locked the row, asked the rule, and records it."""
    proposed.state = state
    proposed.decided_by = actor_key(by)
    proposed.decided_at = timezone.now()
    proposed.save(update_fields=["state", "decided_by", "decided_at"])


def _lock(split: FeeSplit) -> FeeSplit:
    """The split, locked after the partnership's payers, as invoicing does."""
    list(Payer.objects.of(split.partnership).locked())
    return FeeSplit.objects.select_for_update(of=("self",)).get(pk=split.pk)
