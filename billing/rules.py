"""Who can do what with money."""

from datetime import date

from billing.fees import fee_for, period_of, shares
from billing.models import FeeSplit, Subscription
from billing.models.second_person import NeedsSecondPerson
from billing.permissions import BILLING_APPROVE, BILLING_MANAGE
from billing.split import SplitError
from core.access.permissions import Permission
from core.access.principal import SYSTEM, Principal
from core.access.verdict import YES, Refused, Verdict, no
from core.audit.keys import actor_key
from tenants.models import Partnership

State = NeedsSecondPerson.State


def can_manage(by: Principal) -> Verdict:
    """Operators, and the service itself: the yearly run, and payments that Stripe tells of."""
    return YES if by is SYSTEM else _can(BILLING_MANAGE, by)


def can_propose(by: Principal) -> Verdict:
    """Only a person, because another person has to approve."""
    return _can(BILLING_MANAGE, by)


def can_approve(proposed: NeedsSecondPerson, by: Principal) -> Verdict:
    """Only somebody else than who proposed it, and only once."""
    if proposed.state != State.PROPOSED:
        return no(f"This has already been {proposed.get_state_display().lower()}.")
    if proposed.proposed_by == actor_key(by):
        return no("You proposed this, so somebody else has to approve it.")
    return _can(BILLING_APPROVE, by)


def can_withdraw(proposed: NeedsSecondPerson, by: Principal) -> Verdict:
    """Before it is decided."""
    if proposed.state != State.PROPOSED:
        return no(f"This has already been {proposed.get_state_display().lower()}.")
    return _can(BILLING_MANAGE, by)


def can_apply(split: FeeSplit) -> Verdict:
    """Whether the split fits the fee of the first period that it is for, as far as that is known."""
    subscription = Subscription.objects.of(split.partnership).covering(split.from_day).latest_first().first()
    if subscription is None:
        return no(f"{split.partnership} has no subscription on {split.from_day:%-d %B %Y}.")
    try:
        shares(split.partnership, split, fee_for(subscription, period_of(subscription, split.from_day)))
    except (Refused, SplitError) as problem:
        return no(str(problem))
    return YES


def can_subscribe(partnership: Partnership, starts_on: date, by: Principal) -> Verdict:
    """After an earlier subscription has ended."""
    last = Subscription.objects.of(partnership).latest_first().first()
    if last is not None and (last.ends_on is None or last.ends_on > starts_on):
        return no(f"{partnership} already has a subscription on {starts_on:%-d %B %Y}.")
    return _can(BILLING_MANAGE, by)


def _can(permission: Permission, by: Principal) -> Verdict:
    if by.acting is None:
        raise Refused("Only operators of the service can do this.")
    return by.acting.can(permission)
