"""Plans, announced prices, VAT rates, and a partnership's subscription."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from billing import actions
from billing.fees import fee_for, period_of
from billing.models import Payer, Plan, Subscription, VatRate
from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit.models import Entry
from tenants.models import Partnership
from tests.billing.conftest import STARTS

NEXT = date(2027, 4, 1)


def fee_from(subscription: Subscription, day: date) -> int:
    return fee_for(subscription, period_of(subscription, day))


def test_the_first_year_costs_the_fee(subscription: Subscription) -> None:
    assert fee_from(subscription, STARTS) == 1_950_000
    entry = Entry.objects.get(event="subscription.started")
    assert entry.details == {"schema": "alpha", "from_day": "2026-04-01"}


@pytest.mark.parametrize(("ahead", "fee"), [(90, 2_100_000), (89, 1_950_000)])
def test_a_renewal_costs_the_new_price_if_it_was_announced_with_notice(
    subscription: Subscription, olive: User, ahead: int, fee: int
) -> None:
    announced = NEXT - timedelta(days=ahead)
    actions.announce_price(plan=subscription.plan, fee=2_100_000, from_day=NEXT, announced_on=announced, by=olive)

    assert fee_from(subscription, NEXT) == fee
    assert fee_from(subscription, STARTS) == 1_950_000


def test_a_later_announcement_for_the_same_day_replaces_an_earlier_one(
    subscription: Subscription, olive: User
) -> None:
    for fee, day in ((2_500_000, date(2026, 9, 1)), (2_000_000, date(2026, 10, 1))):
        actions.announce_price(plan=subscription.plan, fee=fee, from_day=NEXT, announced_on=day, by=olive)

    assert fee_from(subscription, NEXT) == 2_000_000


def test_a_price_cannot_be_announced_after_it_applies(plan: Plan, olive: User) -> None:
    with pytest.raises(DatabaseError, match="price_announced_ahead"), transaction.atomic():
        actions.announce_price(plan=plan, fee=1, from_day=STARTS, announced_on=NEXT, by=olive)


@pytest.mark.parametrize("fee", [-1, 10_000_000_001, 10**19])
def test_a_fee_that_is_a_mistake_is_refused(plan: Plan, olive: User, fee: int) -> None:
    with pytest.raises(Refused, match=r"A fee must be at least £0\.00, and at most £100,000,000\.00"):
        actions.announce_price(plan=plan, fee=fee, from_day=NEXT, announced_on=STARTS, by=olive)


def test_a_plan_without_a_price_costs_nothing_yet(partnership: Partnership, olive: User) -> None:
    plan = actions.add_plan(code="trial", name="Trial", by=olive)
    taken = actions.subscribe(partnership=partnership, plan=plan, starts_on=STARTS, renews_on=NEXT, by=olive)

    with pytest.raises(Refused, match="Trial has no price for the period from 1 April 2026"):
        fee_from(taken, STARTS)


def test_a_partnership_has_one_subscription_at_a_time(subscription: Subscription, olive: User) -> None:
    with pytest.raises(Refused, match="already has a subscription on 1 April 2027"):
        actions.subscribe(
            partnership=subscription.partnership,
            plan=subscription.plan,
            starts_on=NEXT,
            renews_on=date(2028, 4, 1),
            by=olive,
        )


def test_a_first_period_of_more_than_a_year_is_refused(partnership: Partnership, plan: Plan, olive: User) -> None:
    with pytest.raises(Refused, match="at most a year"):
        actions.subscribe(
            partnership=partnership, plan=plan, starts_on=STARTS, renews_on=NEXT + timedelta(days=1), by=olive
        )


@pytest.mark.parametrize(
    ("given_on", "ends_on"),
    [
        (date(2026, 1, 1), NEXT),
        (NEXT - timedelta(days=90), NEXT),
        (NEXT - timedelta(days=89), date(2028, 4, 1)),
        (date(2029, 6, 1), date(2030, 4, 1)),
    ],
)
def test_a_subscription_ends_with_the_period_that_notice_reaches(
    subscription: Subscription, olive: User, given_on: date, ends_on: date
) -> None:
    ended = actions.end_subscription(subscription=subscription, given_on=given_on, by=olive)

    assert ended.ends_on == ends_on
    assert Entry.objects.get(event="subscription.ended").details == {"ends_on": ends_on.isoformat()}
    with pytest.raises(Refused, match="No period"):
        period_of(ended, ends_on)
    with pytest.raises(Refused, match="already been ended"):
        actions.end_subscription(subscription=subscription, given_on=given_on, by=olive)


def test_a_subscription_does_not_end_before_a_period_that_is_invoiced(
    subscription: Subscription, payer: Payer, olive: User
) -> None:
    [invoice] = actions.invoice_fee(subscription=subscription, starts_on=NEXT, issued_on=STARTS, by=olive)

    with pytest.raises(Refused, match="is for a period after the end"):
        actions.end_subscription(subscription=subscription, given_on=STARTS, by=olive)

    actions.credit(key="note-1", invoice=invoice, reason="Ended", issued_on=STARTS, by=olive)
    assert actions.end_subscription(subscription=subscription, given_on=STARTS, by=olive).ends_on == NEXT


@pytest.mark.parametrize("day", [STARTS - timedelta(days=1), STARTS + timedelta(days=1)])
def test_a_period_is_named_by_its_first_day(subscription: Subscription, day: date) -> None:
    with pytest.raises(Refused, match="No period of this subscription starts on"):
        period_of(subscription, day)


def test_the_rate_of_vat_is_that_of_the_day(olive: User) -> None:
    actions.add_vat_rate(code="standard", basis_points=2_250, from_day=NEXT, by=olive)

    found = [VatRate.objects.at(day, code="standard") for day in (NEXT - timedelta(days=1), NEXT)]

    assert [rate.basis_points for rate in found if rate] == [2_000, 2_250]
    assert VatRate.objects.at(date(2010, 1, 1), code="standard") is None


def test_only_operators_and_the_service_set_prices(plan: Plan) -> None:
    erin = User.objects.create_user("erin@home.example", "Erin")

    with pytest.raises(Refused, match="Only operators"):
        actions.announce_price(plan=plan, fee=1, from_day=NEXT, announced_on=STARTS, by=erin)
    assert actions.announce_price(plan=plan, fee=1, from_day=NEXT, announced_on=STARTS, by=SYSTEM).fee == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE billing_price SET fee = 1",
        "DELETE FROM billing_price",
        "UPDATE billing_vatrate SET basis_points = 0",
        "UPDATE billing_plan SET name = ''",
        "DELETE FROM billing_subscription",
        "DELETE FROM billing_payer",
    ],
)
def test_the_service_cannot_rewrite_what_things_cost(public: None, sql: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql)
