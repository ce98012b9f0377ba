"""Plans, prices, VAT rates and subscriptions."""

from datetime import date, timedelta

from django.db import transaction

from billing import events, rules
from billing.models import Invoice, Payer, Plan, Price, Subscription, VatRate
from billing.money import Pence
from billing.periods import can_renew_on, period_at
from core.access.principal import Principal
from core.access.verdict import Refused
from core.audit import recording
from tenants.models import Partnership


@transaction.atomic
def add_plan(*, code: str, name: str, by: Principal) -> Plan:
    """Adds a plan. It can be subscribed to once it has a price."""
    rules.can_manage(by).enforce()
    plan = Plan.objects.create(code=code, name=name)
    recording.record(events.PLAN_ADDED, by=by, records=[plan], name=name)
    return plan


@transaction.atomic
def announce_price(*, plan: Plan, fee: Pence, from_day: date, announced_on: date, by: Principal) -> Price:
    """Announces a yearly fee. Periods that start sooner than their subscription's notice keep the price before."""
    rules.can_manage(by).enforce()
    rules.can_be_fee(fee).enforce()
    price = Price.objects.create(plan=plan, fee=fee, from_day=from_day, announced_on=announced_on)
    recording.record(events.PRICE_ANNOUNCED, by=by, records=[plan], amount=fee, from_day=from_day.isoformat())
    return price


@transaction.atomic
def add_vat_rate(*, code: str, basis_points: int, from_day: date, by: Principal) -> VatRate:
    """Sets a rate of VAT from a day on."""
    rules.can_manage(by).enforce()
    rate = VatRate.objects.create(code=code, basis_points=basis_points, from_day=from_day)
    recording.record(
        events.VAT_RATE_ADDED,
        by=by,
        records=[rate],
        code=code,
        basis_points=basis_points,
        from_day=from_day.isoformat(),
    )
    return rate


@transaction.atomic
def subscribe(
    *, partnership: Partnership, plan: Plan, starts_on: date, renews_on: date, by: Principal, notice_days: int = 90
) -> Subscription:
    """Subscribes a partnership. The first period ends with the first renewal, and costs its part of a year.

    Raises Refused for a first period of more than a year, and for one that overlaps an earlier subscription.
    """
    rules.can_subscribe(partnership, starts_on, by).enforce()
    if not can_renew_on(starts_on, renews_on):
        raise Refused("The first renewal must be after the start, and at most a year after it.")
    subscription = Subscription.objects.create(
        partnership=partnership, plan=plan, starts_on=starts_on, renews_on=renews_on, notice_days=notice_days
    )
    recording.record(
        events.SUBSCRIBED,
        by=by,
        records=[subscription],
        schema=partnership.schema_name,
        from_day=starts_on.isoformat(),
    )
    return subscription


@transaction.atomic
def end_subscription(*, subscription: Subscription, given_on: date, by: Principal) -> Subscription:
    """Ends a subscription with the period that notice, given on a day, still reaches. Sets `ends_on`.

    Raises Refused if a later period has been invoiced, until a credit note has taken that back.
    """
    list(Payer.objects.of(subscription.partnership).locked())  # so that no invoice is issued meanwhile
    locked = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    rules.can_manage(by).enforce()
    if locked.ends_on is not None:
        raise Refused("This subscription has already been ended.")
    noticed = max(given_on + timedelta(days=locked.notice_days), locked.starts_on + timedelta(days=1))
    last = period_at(noticed - timedelta(days=1), locked.starts_on, locked.renews_on)
    if later := Invoice.objects.from_period(locked, last.ends_on).creditable().by_number().first():
        raise Refused(f"{later.reference} is for a period after the end. Issue a credit note for it first.")
    locked.ends_on = last.ends_on
    locked.save(update_fields=["ends_on"])
    recording.record(events.SUBSCRIPTION_ENDED, by=by, records=[locked], ends_on=locked.ends_on.isoformat())
    return locked
