"""Who can do what with money."""

from datetime import date

from billing.balances import balance_of
from billing.fees import fee_for, period_of, shares
from billing.models import FeeSplit, Invoice, Payment, Refund, Subscription, WriteOff
from billing.models.second_person import NeedsSecondPerson
from billing.money import LARGEST, Pence, pounds
from billing.permissions import BILLING_APPROVE, BILLING_MANAGE
from billing.split import SplitError
from core.access.permissions import Permission
from core.access.principal import SYSTEM, Principal
from core.access.verdict import YES, Refused, Verdict, no
from core.audit.keys import actor_key
from tenants.models import Partnership

State = NeedsSecondPerson.State
LARGEST_WEIGHT = 1_000_000_000  # more than any population; more is a mistake


def can_manage(by: Principal) -> Verdict:
    """Operators, and the service itself: the yearly run, and payments that Stripe tells of."""
    return YES if by is SYSTEM else _can(BILLING_MANAGE, by)


def can_be_amount(amount: Pence) -> Verdict:
    """An amount of a payment or invoice that cannot be a mistake."""
    if not 0 < amount <= LARGEST:
        return no(f"An amount must be more than £0.00, and at most £{pounds(LARGEST)}.")
    return YES


def can_be_fee(fee: Pence) -> Verdict:
    """A yearly fee, which may be £0.00."""
    if not 0 <= fee <= LARGEST:
        return no(f"A fee must be at least £0.00, and at most £{pounds(LARGEST)}.")
    return YES


def can_be_reference(reference: str) -> Verdict:
    """What finds a payment on a bank statement."""
    if not reference.strip():
        return no("Give the reference of the payment, as the bank statement has it.")
    return YES


def can_be_reason(reason: str) -> Verdict:
    """A reason for the audit trail and the bookkeeper."""
    return YES if reason.strip() else no("Give a reason.")


def can_be_share(*, weight: int | None, pence: Pence | None, cap: Pence | None) -> Verdict:
    """A payer's part in a split that cannot be a mistake."""
    if not 0 <= (weight or 0) <= LARGEST_WEIGHT:
        return no(f"A weight must be at least 0, and at most {LARGEST_WEIGHT:,}.")
    if any(not 0 <= (amount or 0) <= LARGEST for amount in (pence, cap)):
        return no(f"A share or cap must be at least £0.00, and at most £{pounds(LARGEST)}.")
    return YES


def can_propose(by: Principal) -> Verdict:
    """Only a person, because another person has to approve."""
    return _can(BILLING_MANAGE, by)


def can_approve(proposed: NeedsSecondPerson, by: Principal) -> Verdict:
    """A person other than the proposer, once."""
    if proposed.state != State.PROPOSED:
        return no(f"This has already been {proposed.get_state_display().lower()}.")
    if proposed.proposed_by == actor_key(by):
        return no("You proposed this, so another person has to approve it.")
    return _can(BILLING_APPROVE, by)


def can_withdraw(proposed: NeedsSecondPerson, by: Principal) -> Verdict:
    """Before it is decided."""
    if proposed.state != State.PROPOSED:
        return no(f"This has already been {proposed.get_state_display().lower()}.")
    return _can(BILLING_MANAGE, by)


def can_apply(split: FeeSplit) -> Verdict:
    """Whether the split fits the fee of the first period that it is for, and comes before that is invoiced."""
    subscription = Subscription.objects.of(split.partnership).covering(split.from_day).latest_first().first()
    if subscription is None:
        return no(f"{split.partnership} has no subscription on {split.from_day:%-d %B %Y}.")
    if Invoice.objects.from_period(subscription, split.from_day).exists():
        return no(f"The fee for the period from {split.from_day:%-d %B %Y} has already been invoiced.")
    try:
        shares(split.partnership, split, fee_for(subscription, period_of(subscription, split.from_day)))
    except (Refused, SplitError) as problem:
        return no(str(problem))
    return YES


def can_subscribe(partnership: Partnership, starts_on: date, by: Principal) -> Verdict:
    """After an earlier subscription has ended."""
    if not (permitted := _can(BILLING_MANAGE, by)):
        return permitted
    last = Subscription.objects.of(partnership).latest_first().first()
    if last is not None and (last.ends_on is None or last.ends_on > starts_on):
        return no(f"{partnership} already has a subscription on {starts_on:%-d %B %Y}.")
    return YES


def can_credit(invoice: Invoice, total: Pence, by: Principal) -> Verdict:
    """No more than is still to pay or was received: what was written off is not credited as well."""
    balance = balance_of(invoice)
    if total > balance.outstanding + balance.received:
        return no(f"A part of {invoice.reference} has been written off, so less of it can be credited.")
    return can_manage(by)


def can_refund(payment: Payment, amount: Pence, kind: Refund.Kind, by: Principal) -> Verdict:
    """At most the payment. Operators pay back what the invoice does not need; banks and Stripe decide themselves."""
    left = payment.amount - sum(payment.refunds.values_list("amount", flat=True))
    if not 0 < amount <= left:
        return no(f"A refund must be more than £0.00, and at most what is left of the payment: £{pounds(left)}.")
    if kind == Refund.Kind.CORRECTION and amount != payment.amount:
        return no("You can reverse only a whole payment, and only before any refund.")
    above = balance_of(payment.invoice).can_be_refunded
    if kind == Refund.Kind.REFUND and by is not SYSTEM and amount > above:
        return no(f"Only £{pounds(above)} was received above what is due. Issue a credit note first.")
    return can_manage(by)


def can_propose_write_off(invoice: Invoice, amount: Pence) -> Verdict:
    """One at a time."""
    if WriteOff.objects.filter(invoice=invoice, state=State.PROPOSED).exists():
        return no(f"A write-off of {invoice.reference} has already been proposed. Approve or withdraw it first.")
    return can_write_off(invoice, amount)


def can_write_off(invoice: Invoice, amount: Pence) -> Verdict:
    """At most what is still to pay."""
    outstanding = balance_of(invoice).outstanding
    if not 0 < amount <= outstanding:
        return no(f"A write-off must be more than £0.00, and at most what is still to pay: £{pounds(outstanding)}.")
    return YES


def _can(permission: Permission, by: Principal) -> Verdict:
    if by.acting is None:
        raise Refused("Only operators of the service can do this.")
    return by.acting.can(permission)
