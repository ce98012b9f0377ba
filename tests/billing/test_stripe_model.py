"""The model of Stripe keeps state as Stripe does, and refuses what Stripe's document does not describe."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from billing import shapes
from billing.gateway import Gateway, Missing, Rejected, Unreachable, connect
from billing.shapes import Line, Operation, Request
from tests.billing.stripe_model import server
from tests.billing.stripe_model.contract import BrokenContract, Contract, strict
from tests.billing.stripe_model.server import Fault, Model

NET, VAT = 60_938, 12_188  # an agency's 32nd of 19,500.00; its VAT is 121.876, rounded up
TOTAL = NET + VAT
COUNCIL = shapes.create_customer(name="Council", mailbox="ap@council.example", address=["1 High Street", "Town"])


def made(gateway: Gateway, request: Request) -> str:
    """Sends a request with a new key, and returns the id that it gets."""
    return str(gateway.post(request, key=f"{request.operation} {request.path} {request.parameters}")["id"])


@pytest.fixture
def line(gateway: Gateway) -> Line:
    product = made(gateway, shapes.create_product(name="Yearly fee"))
    rate = made(gateway, shapes.create_tax_rate(name="VAT", basis_points=2000))
    return Line(text="Yearly fee", net=NET, product=product, tax_rate=rate)


@pytest.fixture
def draft(gateway: Gateway, line: Line) -> str:
    """A draft with one line."""
    customer = made(gateway, COUNCIL)
    invoice = made(
        gateway,
        shapes.create_invoice(
            customer=customer,
            number="SN-31",
            tax_point=date(2027, 4, 1),
            due_on=date(2027, 5, 1),
            purchase_order="PO 1",
        ),
    )
    made(gateway, shapes.add_lines(invoice, lines=[line]))
    return invoice


@pytest.fixture
def issued(gateway: Gateway, draft: str) -> str:
    """An invoice that can be paid."""
    return made(gateway, shapes.finalise(draft))


def test_a_draft_adds_up_and_is_finalised_with_our_number(gateway: Gateway, draft: str) -> None:
    before = gateway.invoice(draft)
    made(gateway, shapes.finalise(draft))
    made(gateway, shapes.send(draft))
    after = gateway.invoice(draft)

    assert (before.status, before.total, before.page) == ("draft", TOTAL, "")
    assert (after.status, after.number, after.total, after.remaining) == ("open", "SN-31", TOTAL, TOTAL)
    assert after.page.startswith("https://")


def test_it_is_paid_in_parts_and_then_too_much(gateway: Gateway, stripe: Model, issued: str) -> None:
    stripe.account.pay(issued, 20_000)
    partly = gateway.invoice(issued)
    stripe.account.pay(issued, 60_000)
    wholly = gateway.invoice(issued)

    assert (partly.status, partly.paid, partly.remaining) == ("open", 20_000, TOTAL - 20_000)
    assert (wholly.status, wholly.paid, wholly.remaining, wholly.overpaid) == ("paid", 80_000, 0, 80_000 - TOTAL)
    assert sorted(payment.amount for payment in wholly.payments) == [20_000, 60_000]


def test_it_is_marked_paid_outside_stripe(gateway: Gateway, issued: str) -> None:
    made(gateway, shapes.mark_paid(issued))
    found = gateway.invoice(issued)

    assert (found.status, found.paid_outside, found.remaining, found.payments) == ("paid", TOTAL, 0, ())


def test_it_is_voided_only_while_nothing_was_paid(gateway: Gateway, stripe: Model, issued: str) -> None:
    stripe.account.pay(issued, 100)

    with pytest.raises(Rejected, match="cannot be voided"):
        made(gateway, shapes.void(issued))


def test_an_invoice_that_was_written_off_can_still_be_paid(gateway: Gateway, stripe: Model, issued: str) -> None:
    made(gateway, shapes.write_off(issued))
    before = gateway.invoice(issued)
    stripe.account.pay(issued, TOTAL)

    assert (before.status, gateway.invoice(issued).status) == ("uncollectible", "paid")


def test_a_credit_note_lowers_what_is_owed(gateway: Gateway, issued: str, line: Line) -> None:
    request = shapes.credit(issued, lines=[replace(line, net=10_000)], memo="Joined late")
    previewed = gateway.total_of_credit(request)
    made(gateway, request)
    found = gateway.invoice(issued)

    assert previewed == found.credit_notes[0].total == 12_000
    assert (found.status, found.remaining, found.credit_notes[0].after_payment) == ("open", TOTAL - 12_000, 0)


def test_a_credit_note_for_a_paid_invoice_says_what_is_returned(
    gateway: Gateway, stripe: Model, issued: str, line: Line
) -> None:
    stripe.account.pay(issued, TOTAL)
    lines = [replace(line, net=10_000)]

    with pytest.raises(Rejected, match="12000 must be returned, not 0"):
        made(gateway, shapes.credit(issued, lines=lines, memo="Joined late"))
    made(gateway, shapes.credit(issued, lines=lines, memo="Joined late", refund=11_000, outside=1_000))
    found = gateway.invoice(issued)

    assert [refund.amount for refund in found.refunds] == [11_000]
    assert (found.status, found.credit_notes[0].after_payment) == ("paid", 12_000)


def test_a_payment_is_refunded_once_and_a_refund_can_fail(gateway: Gateway, stripe: Model, issued: str) -> None:
    intent = stripe.account.pay(issued, TOTAL)
    refund = made(gateway, shapes.refund(payment_intent=intent, amount=TOTAL))

    with pytest.raises(Rejected, match="0 of this payment is left"):
        made(gateway, shapes.refund(payment_intent=intent, amount=1))
    stripe.account.fail_refund(refund)

    assert [(each.status, each.payment) for each in gateway.invoice(issued).refunds] == [("failed", intent)]
    made(gateway, shapes.refund(payment_intent=intent, amount=1))


def test_a_payment_is_disputed(gateway: Gateway, stripe: Model, issued: str) -> None:
    dispute = stripe.account.dispute(stripe.account.pay(issued, TOTAL))
    before = gateway.invoice(issued).disputes
    stripe.account.decide(dispute, "lost")

    assert [(each.amount, each.status) for each in before] == [(TOTAL, "needs_response")]
    assert [each.status for each in gateway.invoice(issued).disputes] == ["lost"]


def test_each_change_is_an_event_with_a_signed_webhook(stripe: Model, issued: str) -> None:
    stripe.account.pay(issued, TOTAL)

    kinds = [event["type"] for event in stripe.account.events]
    bodies = [json.loads(stripe.webhook(event)[0]) for event in stripe.account.events]

    assert kinds == [
        "product.created",
        "tax_rate.created",
        "customer.created",
        "invoice.created",
        "invoice.updated",
        "invoice.finalized",
        "invoice_payment.paid",
        "invoice.paid",
        "invoice.updated",
    ]
    assert bodies == stripe.account.events
    assert bodies[5]["data"]["object"]["status"] == "open"  # as it was then


# Keys and faults -----------------------------------------------------------------------------------------------------


def customers(stripe: Model) -> int:
    return len(stripe.account.kept.get("customer", {}))


def test_the_same_key_changes_something_once(gateway: Gateway, stripe: Model) -> None:
    first, second = (gateway.post(COUNCIL, key="key-1")["id"] for _ in range(2))
    third = gateway.post(COUNCIL, key="key-2")["id"]

    assert first == second != third
    assert customers(stripe) == 2


def test_the_same_key_with_other_parameters_is_refused(gateway: Gateway) -> None:
    gateway.post(COUNCIL, key="key-1")

    with pytest.raises(Rejected, match="another request with the same key"):
        gateway.post(shapes.create_product(name="Yearly fee"), key="key-1")


def test_a_key_is_forgotten_after_a_day(gateway: Gateway, stripe: Model) -> None:
    gateway.post(COUNCIL, key="key-1")
    stripe.account.now += server.KEPT_FOR
    gateway.post(COUNCIL, key="key-1")

    assert customers(stripe) == 2


@pytest.mark.parametrize(
    ("fault", "is_done", "is_done_after_a_repeat"),
    [
        (Fault.LOST, False, True),
        (Fault.UNANSWERED, True, True),
        (Fault.BUSY, False, True),
        (Fault.LIMITED, False, True),
        (Fault.BROKEN, True, False),
    ],
)
def test_a_fault_leaves_open_whether_it_was_done(
    gateway: Gateway, stripe: Model, fault: Fault, is_done: bool, is_done_after_a_repeat: bool
) -> None:
    stripe.faults = [fault]

    with pytest.raises(Unreachable) as raised:
        gateway.post(COUNCIL, key="key-1")

    assert customers(stripe) == is_done
    assert not raised.value.is_stored
    if is_done_after_a_repeat:
        assert gateway.post(COUNCIL, key="key-1")["object"] == "customer"
    else:
        with pytest.raises(Unreachable) as raised:
            gateway.post(COUNCIL, key="key-1")
        assert raised.value.is_stored
    assert customers(stripe) == 1


def test_another_key_of_the_account_is_refused(stripe: Model) -> None:
    with pytest.raises(Rejected, match="Check STRIPE_API_KEY"):
        connect("sk_test_other", base=stripe.address).post(COUNCIL, key="key-1")


def test_a_list_longer_than_a_page_is_complete(gateway: Gateway, stripe: Model) -> None:
    for number in range(101):
        stripe.account.create_product({"name": str(number)})

    assert [each["name"] for each in gateway.every("product")] == [str(number) for number in reversed(range(101))]


def test_what_does_not_exist_is_missing(gateway: Gateway) -> None:
    with pytest.raises(Missing):
        gateway.invoice("in_unknown")


# The contract --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        Request(Operation.CREATE_PRODUCT, "/v1/products", {"name": "Fee", "colour": "blue"}),
        Request(Operation.CREATE_PRODUCT, "/v1/products", {}),
        Request(Operation.REFUND, "/v1/refunds", {"payment_intent": "pi_1", "amount": "all"}),
        Request(Operation.SEND, "/v1/invoices/in_1/email", {}),
        Request(Operation.SEND, "/v1/invoices/in_1/send", {"expand": "customer"}),
    ],
    ids=["unknown", "required", "type", "path", "array"],
)
def test_a_request_that_stripe_does_not_describe_fails_the_test(contract: Contract, request_: Request) -> None:
    def post() -> None:
        with server.running(contract) as model, suppress(Rejected):
            connect(server.KEY, base=model.address).post(request_, key="key-1")

    with pytest.raises(AssertionError, match="Stripe"):
        post()


def test_an_answer_that_stripe_does_not_describe_is_found(contract: Contract, gateway: Gateway, issued: str) -> None:
    found = gateway.fetch("invoice", issued)
    endpoint = contract.endpoint("GET", f"/v1/invoices/{issued}")
    endpoint.check_answer(found)

    for changed in ({"total": "1.00"}, {"status": "lost"}, {"colour": "blue"}, {"due_date": "today"}):
        with pytest.raises(BrokenContract):
            endpoint.check_answer(found | changed)
    with pytest.raises(BrokenContract):
        endpoint.check_answer({name: value for name, value in found.items() if name != "total"})


def test_nullable_becomes_a_type() -> None:
    assert strict({"type": "string", "nullable": True}) == {"anyOf": [{"type": "string"}, {"type": "null"}]}
