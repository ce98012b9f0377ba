"""Stripe's webhook: what Stripe signed has its effect once, and the effect follows from the invoice as it is now."""

import json
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from billing import actions, shapes, views
from billing.actions import stripe_effects
from billing.gateway import Gateway
from billing.models import StripeEvent, StripeObject
from billing.shapes import Line
from tests.billing.stripe_model import server
from tests.billing.stripe_model.server import Model

pytestmark = pytest.mark.usefixtures("public")

ABOUT = "billing.invoice:31"
DAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _configured(settings: Settings, stripe: Model) -> None:
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET = server.KEY, server.SECRET
    settings.STRIPE_API_BASE = stripe.address


@pytest.fixture
def invoice(gateway: Gateway) -> str:
    """An open invoice of ours over 120.00."""

    def step(request: shapes.Request) -> str:
        return actions.perform(request, about=ABOUT, through=gateway)

    customer = step(shapes.create_customer(name="Council", mailbox="ap@council.example", address=[]))
    product, rate = (
        step(shapes.create_product(name="Fee")),
        step(shapes.create_tax_rate(name="VAT", basis_points=2000)),
    )
    invoice = step(shapes.create_invoice(customer=customer, number="SN-31", tax_point=DAY, due_on=DAY))
    step(shapes.add_lines(invoice, lines=[Line("Fee", 10_000, product, rate)]))
    return step(shapes.finalise(invoice))


@pytest.fixture
def deliver(client_for: Callable[[str], Client], stripe: Model) -> Callable[..., HttpResponse]:
    """Sends an event's webhook, as Stripe would."""
    client = client_for("public")

    def send(event: dict[str, Any], **signed: Any) -> HttpResponse:
        return post(client, *stripe.webhook(event, **signed))

    return send


def post(client: Client, body: bytes, header: str) -> HttpResponse:
    headers = {"Stripe-Signature": header}
    return client.post("/stripe/webhook", body, content_type="application/json", headers=headers)  # type: ignore[return-value]


def status() -> str:
    known = StripeObject.objects.of_record(ABOUT, kind="invoice")
    assert known is not None
    return known.status


def outcomes() -> dict[str, str]:
    return dict(StripeEvent.objects.values_list("type", "outcome"))


def latest(stripe: Model, kind: str) -> dict[str, Any]:
    return next(event for event in reversed(stripe.account.events) if event["type"] == kind)


def test_a_paid_invoice_is_paid_here(deliver: Callable[..., HttpResponse], stripe: Model, invoice: str) -> None:
    stripe.account.pay(invoice, 12_000)

    assert deliver(latest(stripe, "invoice.paid")).status_code == 200

    assert status() == "paid"
    event = StripeEvent.objects.get()
    assert (event.outcome, event.invoice_id, event.object_id) == ("applied", invoice, invoice)


def test_the_body_is_not_believed(deliver: Callable[..., HttpResponse], stripe: Model, invoice: str) -> None:
    """An old event, or one whose object says something else, has the effect of what is true at Stripe."""
    stripe.account.pay(invoice, 12_000)
    lie = latest(stripe, "invoice.finalized")
    lie["data"]["object"]["status"] = "void"

    deliver(lie)

    assert status() == "paid"


@pytest.mark.parametrize("seed", range(5))
def test_events_in_any_order_twice_and_lost_end_in_the_same(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, gateway: Gateway, seed: int
) -> None:
    intent = stripe.account.pay(invoice, 15_000)
    gateway.post(shapes.refund(payment_intent=intent, amount=3_000), key="refund")
    stripe.account.dispute(intent)
    events = [event for event in stripe.account.events if event["type"] != "customer.created"] * 2
    chance = Random(seed)
    chance.shuffle(events)

    for event in events[: len(events) - chance.randrange(len(events) // 2)]:
        assert deliver(event).status_code == 200

    assert status() == "paid"
    assert not StripeEvent.objects.filter(outcome="unknown").exists()


def test_an_event_has_its_effect_once(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied: list[str] = []
    monkeypatch.setattr(stripe_effects, "apply", lambda _known, found: applied.append(found.id))
    event = latest(stripe, "invoice.finalized")

    for _ in range(3):
        assert deliver(event).status_code == 200

    assert applied == [invoice]


def test_an_event_is_stored_only_with_its_effect(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("The effect fails.")

    with monkeypatch.context() as patch:
        patch.setattr(stripe_effects, "apply", fail)
        with pytest.raises(RuntimeError):
            deliver(latest(stripe, "invoice.finalized"))
    assert not StripeEvent.objects.exists()

    assert deliver(latest(stripe, "invoice.finalized")).status_code == 200
    assert status() == "open"


def test_while_stripe_is_down_the_event_is_asked_for_again(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, settings: Settings
) -> None:
    event = latest(stripe, "invoice.finalized")
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"  # nothing listens there

    assert deliver(event).status_code == 503

    assert not StripeEvent.objects.exists()


def test_while_stripe_is_slow_the_event_is_asked_for_again(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No further request starts once the time is over."""
    monkeypatch.setattr(views, "WITHIN", 0.0)
    before = stripe.requests

    assert deliver(latest(stripe, "invoice.finalized")).status_code == 503

    assert stripe.requests == before
    assert not StripeEvent.objects.exists()


def test_while_another_process_has_the_invoice_the_event_is_asked_for_again(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_stripe_id: str, *, waits: bool) -> None:
        if not waits:
            raise stripe_effects.Busy

    monkeypatch.setattr(stripe_effects, "_lock", taken)

    assert deliver(latest(stripe, "invoice.finalized")).status_code == 503

    assert not StripeEvent.objects.exists()


def test_a_refund_and_a_dispute_belong_to_their_invoice(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, gateway: Gateway
) -> None:
    intent = stripe.account.pay(invoice, 12_000)
    gateway.post(shapes.refund(payment_intent=intent, amount=1_000), key="refund")
    stripe.account.dispute(intent)

    for kind in ("refund.created", "charge.dispute.created", "invoice_payment.paid"):
        deliver(latest(stripe, kind))

    assert set(StripeEvent.objects.values_list("invoice_id", "outcome")) == {(invoice, "applied")}


def test_other_kinds_have_no_effect(deliver: Callable[..., HttpResponse], stripe: Model, invoice: str) -> None:
    assert deliver(latest(stripe, "customer.created")).status_code == 200

    assert outcomes() == {"customer.created": "ignored"}


def test_an_invoice_that_is_not_ours_has_no_effect(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str
) -> None:
    """Whatever its metadata says: which invoice is whose is in our own table."""
    customer = stripe.account.get("invoice", invoice)["customer"]
    metadata = stripe.account.get("invoice", invoice)["metadata"]
    stripe.account.create_invoice({"customer": customer, "currency": "gbp", "metadata": metadata})

    assert deliver(latest(stripe, "invoice.created")).status_code == 200

    assert outcomes() == {"invoice.created": "unknown"}
    assert status() == ""


def test_an_event_that_overtakes_our_own_commit_has_its_effect_then(
    deliver: Callable[..., HttpResponse], stripe: Model, gateway: Gateway
) -> None:
    """Stripe tells of an invoice before we have stored that it is ours."""
    customer = actions.perform(
        shapes.create_customer(name="Council", mailbox="ap@council.example", address=[]), about=ABOUT, through=gateway
    )
    request = shapes.create_invoice(customer=customer, number="SN-31", tax_point=DAY, due_on=DAY)
    stripe.faults = [server.Fault.UNANSWERED]
    with pytest.raises(Exception, match="did not answer"):
        actions.perform(request, about=ABOUT, through=gateway)
    deliver(latest(stripe, "invoice.created"))
    assert outcomes() == {"invoice.created": "unknown"}

    actions.send_unfinished(through=gateway)

    assert outcomes() == {"invoice.created": "applied"}
    assert status() == "draft"


def test_what_stripe_no_longer_has_is_noted(deliver: Callable[..., HttpResponse], stripe: Model, invoice: str) -> None:
    del stripe.account.kept["invoice"][invoice]

    assert deliver(latest(stripe, "invoice.finalized")).status_code == 200

    assert outcomes() == {"invoice.finalized": "missing"}


# Refused -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [-310, 310])
def test_an_old_or_future_signature_is_refused(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, at: int
) -> None:
    assert deliver(latest(stripe, "invoice.finalized"), at=at).status_code == 400
    assert not StripeEvent.objects.exists()


def test_another_secret_is_refused(deliver: Callable[..., HttpResponse], stripe: Model, invoice: str) -> None:
    assert deliver(latest(stripe, "invoice.finalized"), secret="whsec_other").status_code == 400


def test_the_signature_is_of_the_bytes_that_were_sent(
    client_for: Callable[[str], Client], stripe: Model, invoice: str
) -> None:
    body, header = stripe.webhook(latest(stripe, "invoice.finalized"))
    spaced = json.dumps(json.loads(body), indent=1).encode()

    assert post(client_for("public"), spaced, header).status_code == 400
    assert post(client_for("public"), body, "").status_code == 400
    assert post(client_for("public"), body, header).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "t={now}",
        "v1={signed}",
        "t=1,v1=\u00e9",
        "t={now},v1=\u00e9",
        "t={now}=1,v1={signed}",
        "t=,t={now},v1={signed}",
        "t=\u0661,v1={signed}",
        "t=" + "9" * 5_000 + ",v1={signed}",
        "t=inf,v1={signed}",
        "t,v1",
        "," * 5_000,
    ],
    ids=lambda header: header[:24],
)
def test_a_header_of_another_form_is_refused(client_for: Callable[[str], Client], stripe: Model, header: str) -> None:
    """Anybody can send one, so none may end in an error of ours."""
    body = "{}"
    now, _, signed = server.signature(body).removeprefix("t=").partition(",v1=")

    assert post(client_for("public"), body.encode(), header.format(now=now, signed=signed)).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"livemode": True},
        {"livemode": None},
        {"account": "acct_other"},
        {"context": "acct_other"},
        {"object": "v2.core.event"},
        {"id": None},
        {"id": "evt_\x00"},
        {"id": "x" * 256},
        {"created": "yesterday"},
        {"created": 1e300},
        {"data": {}},
        {"data": {"object": []}},
    ],
    ids=str,
)
def test_what_is_not_for_us_is_refused(
    client_for: Callable[[str], Client], stripe: Model, invoice: str, change: dict[str, Any]
) -> None:
    body = json.dumps(latest(stripe, "invoice.finalized") | change)
    header = server.signature(body)

    assert post(client_for("public"), body.encode(), header).status_code == 400
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", "{}", '"event"', "9" * 5_000, "[" * 100_000], ids=lambda body: body[:6]
)
def test_what_is_no_event_is_refused(client_for: Callable[[str], Client], body: str) -> None:
    assert post(client_for("public"), body.encode(), server.signature(body)).status_code == 400


def test_live_mode_refuses_events_of_test_mode(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, settings: Settings
) -> None:
    settings.STRIPE_API_KEY = "sk_live_1"

    assert deliver(latest(stripe, "invoice.finalized")).status_code == 400


@pytest.mark.parametrize("missing", ["STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"])
def test_without_configuration_there_is_no_webhook(
    deliver: Callable[..., HttpResponse], stripe: Model, invoice: str, settings: Settings, missing: str
) -> None:
    setattr(settings, missing, "")

    assert deliver(latest(stripe, "invoice.finalized")).status_code == 404


def test_a_partnership_has_no_webhook(client_for: Callable[[str], Client], stripe: Model, invoice: str) -> None:
    assert post(client_for("alpha"), *stripe.webhook(latest(stripe, "invoice.finalized"))).status_code == 404
