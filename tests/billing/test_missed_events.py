"""Events whose webhook was lost are read from Stripe's list, page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from billing import actions, shapes, webhooks
from billing.fetched import Json
from billing.gateway import Gateway
from billing.models import StripeEvent, StripeObject
from billing.webhooks import Received
from tests.billing.stripe_model.server import Model

pytestmark = pytest.mark.usefixtures("public")


def an_hour_before(stripe: Model) -> datetime:
    return datetime.fromtimestamp(stripe.account.now, UTC) - timedelta(hours=1)


def test_a_lost_event_has_its_effect_once(gateway: Gateway, stripe: Model) -> None:
    council = shapes.create_customer(name="Council", mailbox="ap@council.example", address=[])
    customer = actions.perform(council, about="billing.payer:1", through=gateway)
    day = date(2027, 4, 1)
    request = shapes.create_invoice(customer=customer, number="SN-31", tax_point=day, due_on=day)
    invoice = actions.perform(request, about="billing.invoice:31", through=gateway)

    first, second = (actions.receive_missed(since=an_hour_before(stripe), through=gateway) for _ in range(2))

    assert (first, second) == (2, 0)
    assert dict(StripeEvent.objects.values_list("type", "outcome")) == {
        "customer.created": "ignored",
        "invoice.created": "applied",
    }
    known = StripeObject.objects.with_id(invoice)
    assert known is not None
    assert known.status == "draft"


def test_only_events_since_the_moment_are_read(gateway: Gateway, stripe: Model) -> None:
    stripe.account.create_product({"name": "Old"})
    stripe.account.now += 2 * 60 * 60
    stripe.account.create_product({"name": "New"})

    assert actions.receive_missed(since=an_hour_before(stripe), through=gateway) == 1


def test_an_event_that_is_not_for_us_stops_no_other(
    gateway: Gateway, stripe: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "other", "last"):
        stripe.account.create_product({"name": name})
    original = webhooks.received

    def received(event: Json, *, is_live: bool) -> Received:
        others = {"context": "acct_other"} if event["data"]["object"]["name"] == "other" else {}
        return original({**event, **others}, is_live=is_live)

    monkeypatch.setattr(webhooks, "received", received)

    assert actions.receive_missed(since=an_hour_before(stripe), through=gateway) == 2


def test_each_page_takes_one_request_and_one_query(
    gateway: Gateway, stripe: Model, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(250):
        stripe.account.create_product({"name": str(number)})
    assert actions.receive_missed(since=an_hour_before(stripe), through=gateway) == 250
    before = stripe.requests

    with django_assert_num_queries(3):
        actions.receive_missed(since=an_hour_before(stripe), through=gateway)

    assert stripe.requests - before == 3
