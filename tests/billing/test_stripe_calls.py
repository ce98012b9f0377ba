"""What changes something at Stripe is done once, whatever happens on the way."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from billing import actions, shapes
from billing.gateway import Gateway, GatewayError, Rejected, Unreachable
from billing.models import StripeCall, StripeObject
from billing.models.stripe import KEY_LASTS
from billing.shapes import Line
from tests.billing.stripe_model.server import KEPT_FOR, Fault, Model

COUNCIL = shapes.create_customer(name="Council", mailbox="ap@council.example", address=["1 High Street", "Town"])
ABOUT = "billing.payer:31"
DAY = date(2027, 4, 1)

pytestmark = pytest.mark.usefixtures("public")


def customers(stripe: Model) -> list[str]:
    return list(stripe.account.kept.get("customer", {}))


def create(gateway: Gateway) -> str:
    return actions.perform(COUNCIL, about=ABOUT, through=gateway)


def call() -> StripeCall:
    return StripeCall.objects.get()


def a_day_passes(stripe: Model) -> None:
    """Stripe forgets its keys."""
    stripe.account.now += KEPT_FOR
    StripeCall.objects.update(key_sent_at=F("key_sent_at") - KEY_LASTS - timedelta(minutes=1))


def test_an_object_is_made_once_and_kept_with_our_record(gateway: Gateway, stripe: Model) -> None:
    first, second = create(gateway), create(gateway)

    assert [first] == [second] == customers(stripe)
    assert (call().state, call().stripe_id, call().attempts) == ("done", first, 1)
    known = StripeObject.objects.of_record(ABOUT, kind="customer")
    assert known is not None
    assert known.stripe_id == first


def test_two_processes_that_send_a_call_at_once_store_one_object(
    gateway: Gateway, stripe: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Gateway.post

    def send_after_another(through: Gateway, request: shapes.Request, *, key: str) -> dict[str, Any]:
        monkeypatch.undo()
        create(gateway)
        return send(through, request, key=key)

    monkeypatch.setattr(Gateway, "post", send_after_another)

    assert [create(gateway)] == customers(stripe)
    assert (call().state, call().attempts) == ("done", 2)
    assert StripeObject.objects.count() == 1


def test_a_repeat_sends_what_was_stored_first(gateway: Gateway, stripe: Model) -> None:
    """A payer's address may change before the repeat. Stripe would refuse other parameters with the same key."""
    stripe.faults = [Fault.UNANSWERED]
    with pytest.raises(Unreachable):
        create(gateway)

    changed = shapes.create_customer(name="City Council", mailbox="ap@city.example", address=[])
    made = actions.perform(changed, about=ABOUT, through=gateway)

    assert [made] == customers(stripe)
    assert stripe.account.kept["customer"][made]["name"] == "Council"


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.UNANSWERED, Fault.BUSY, Fault.LIMITED])
def test_a_call_without_an_answer_is_repeated_with_its_key(gateway: Gateway, stripe: Model, fault: Fault) -> None:
    stripe.faults = [fault]
    with pytest.raises(Unreachable):
        create(gateway)
    key = call().key
    assert (call().state, bool(call().error)) == ("sent", True)

    assert actions.send_unfinished(through=gateway) == 1

    assert (call().state, call().error, call().key, call().attempts) == ("done", "", key, 2)
    assert [call().stripe_id] == customers(stripe)
    assert stripe.changes == [key]


def test_an_error_that_stripe_keeps_is_followed_by_what_was_done(gateway: Gateway, stripe: Model) -> None:
    stripe.faults = [Fault.BROKEN]
    for _ in range(2):  # the second attempt gets the stored error
        with pytest.raises(Unreachable):
            create(gateway)
    assert call().is_key_spent

    assert [create(gateway)] == customers(stripe)
    assert call().key_version == 1  # it was found, and not sent again


@pytest.mark.parametrize("fault", [Fault.UNANSWERED, Fault.LOST])
def test_a_call_is_made_once_after_stripe_forgot_its_key(gateway: Gateway, stripe: Model, fault: Fault) -> None:
    stripe.faults = [fault]
    with pytest.raises(Unreachable):
        create(gateway)
    a_day_passes(stripe)

    assert [create(gateway)] == customers(stripe)
    assert call().key_version == (1 if fault is Fault.UNANSWERED else 2)


def test_what_stripe_refuses_has_failed_and_is_not_sent_again(gateway: Gateway, stripe: Model) -> None:
    request = shapes.refund(payment_intent="pi_unknown", amount=100)
    for _ in range(2):
        with pytest.raises(Rejected, match="No such payment_intent"):
            actions.perform(request, about="billing.refund:1", through=gateway)

    assert (call().state, call().attempts) == ("failed", 1)
    assert stripe.requests == 1
    assert actions.send_unfinished(through=gateway) == 0


def test_a_refused_call_does_not_stop_the_others(gateway: Gateway, stripe: Model) -> None:
    actions.queue(shapes.refund(payment_intent="pi_unknown", amount=100), about="billing.refund:1")
    actions.queue(COUNCIL, about=ABOUT)

    assert actions.send_unfinished(through=gateway) == 1
    assert len(customers(stripe)) == 1


def test_while_stripe_is_down_only_one_call_is_tried(gateway: Gateway, stripe: Model) -> None:
    for number in range(3):
        actions.queue(COUNCIL, about=f"billing.payer:{number}")
    stripe.faults = [Fault.BUSY]

    assert actions.send_unfinished(through=gateway) == 0
    assert stripe.requests == 1
    assert actions.send_unfinished(through=gateway) == 3


def test_a_call_of_a_transaction_that_is_rolled_back_is_never_sent(gateway: Gateway, stripe: Model) -> None:
    with transaction.atomic():
        actions.queue(COUNCIL, about=ABOUT)
        transaction.set_rollback(True)

    assert actions.send_unfinished(through=gateway) == 0
    assert customers(stripe) == []


def test_each_step_of_an_invoice_is_done_once_whatever_breaks(gateway: Gateway, stripe: Model) -> None:
    """Each request breaks once after it was carried out, and some a day before their repeat."""
    made: dict[str, str] = {}

    def step(request: shapes.Request) -> str:
        stripe.faults = [Fault.UNANSWERED]
        with pytest.raises(GatewayError):
            actions.perform(request, about="billing.invoice:31", through=gateway)
        if request.operation not in {"create-customer", "send"}:  # a second email would do no harm
            a_day_passes(stripe)
        made[request.operation] = actions.perform(request, about="billing.invoice:31", through=gateway)
        return made[request.operation]

    customer = step(COUNCIL)
    product, rate = (
        step(shapes.create_product(name="Fee")),
        step(shapes.create_tax_rate(name="VAT", basis_points=2000)),
    )
    line = Line(text="Fee", net=1_950_000, product=product, tax_rate=rate)
    invoice = step(shapes.create_invoice(customer=customer, number="SN-31", tax_point=DAY, due_on=DAY))
    step(shapes.add_lines(invoice, lines=[line, line]))
    step(shapes.finalise(invoice))
    step(shapes.send(invoice))
    step(shapes.write_off(invoice))
    step(shapes.mark_paid(invoice))
    step(shapes.credit(invoice, lines=[line], memo="Left early", outside=2_340_000))

    found = gateway.invoice(invoice)
    assert (found.status, found.total, found.paid_outside) == ("paid", 4_680_000, 4_680_000)
    assert [note.total for note in found.credit_notes] == [2_340_000]
    assert {kind: len(kept) for kind, kept in stripe.account.kept.items() if kind != "event"} == {
        "customer": 1,
        "product": 1,
        "tax_rate": 1,
        "invoice": 1,
        "credit_note": 1,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "done"},
        {"state": "failed"},
        {"stripe_id": "cus_1"},
        {"operation": "give-away"},
        {"state": "lost"},
    ],
    ids=str,
)
def test_the_database_refuses_a_call_in_no_known_state(wrong: dict[str, str]) -> None:
    stored = actions.queue(COUNCIL, about=ABOUT)

    with pytest.raises(IntegrityError), transaction.atomic():
        StripeCall.objects.filter(pk=stored.pk).update(**wrong)


def test_the_database_refuses_a_second_call_of_the_same_operation() -> None:
    stored = actions.queue(COUNCIL, about=ABOUT)

    with pytest.raises(IntegrityError), transaction.atomic():
        StripeCall.objects.create(operation=stored.operation, about=ABOUT, path="/v1/customers", parameters={})
