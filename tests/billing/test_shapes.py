"""Each request to Stripe has a shape that Stripe's own OpenAPI document allows: stripe-mock refuses any other."""

from datetime import date

import pytest

from billing import shapes
from billing.gateway import Gateway, Rejected, connect
from billing.shapes import Line, Operation, Request

LINE = Line(text="Yearly fee, 1 April 2027 to 31 March 2028", net=1_950_000, product="prod_1", tax_rate="txr_1")
ADDRESS = ["The Castle", "Winchester", "SO23 8UJ"]
REQUESTS = [
    shapes.create_customer(name="Hampshire County Council", mailbox="finance@hants.example", address=ADDRESS),
    shapes.update_customer("cus_1", name="Hampshire County Council", mailbox="ap@hants.example", address=ADDRESS),
    shapes.create_product(name="Yearly fee"),
    shapes.create_tax_rate(name="VAT", basis_points=2000),
    shapes.create_invoice(
        customer="cus_1",
        number="SN-000031",
        tax_point=date(2027, 4, 1),
        due_on=date(2027, 5, 1),
        purchase_order="PO 4711",
        footer="VAT registration number GB 123 4567 89",
    ),
    shapes.add_lines("in_1", lines=[LINE, LINE]),
    shapes.finalise("in_1"),
    shapes.send("in_1"),
    shapes.void("in_1"),
    shapes.write_off("in_1"),
    shapes.mark_paid("in_1"),
    shapes.credit("in_1", lines=[LINE], memo="Joined late", refund=100, outside=50),
    shapes.refund(payment_intent="pi_1", amount=100),
]


@pytest.fixture(scope="module")
def gateway(stripe_mock_address: str) -> Gateway:
    return connect("sk_test_1", base=stripe_mock_address)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request_: request_.operation.value)
def test_stripe_accepts_the_shape(gateway: Gateway, request_: Request) -> None:
    answer = gateway.post(request_, key="key-1")

    assert answer["id"]


def test_every_operation_is_tried() -> None:
    assert {each.operation for each in REQUESTS} == set(Operation)


def test_stripe_mock_refuses_a_misspelt_parameter(gateway: Gateway) -> None:
    misspelt = Request(Operation.FINALISE, "/v1/invoices/in_1/finalize", {"auto_advanced": False})

    with pytest.raises(Rejected, match="additional properties are not allowed"):
        gateway.post(misspelt, key="key-1")


def test_an_invoice_is_due_at_the_end_of_its_day_in_london() -> None:
    request = shapes.create_invoice(
        customer="cus_1", number="SN-1", tax_point=date(2027, 4, 1), due_on=date(2027, 5, 1)
    )

    assert request.parameters["due_date"] == 1809212399  # 2027-05-01 22:59:59 UTC, which is summer time


@pytest.mark.parametrize(
    ("basis_points", "percentage"), [(2000, "20"), (500, "5"), (0, "0"), (1750, "17.50"), (1705, "17.05")]
)
def test_a_rate_of_vat_is_sent_as_a_decimal(basis_points: int, percentage: str) -> None:
    request = shapes.create_tax_rate(name="VAT", basis_points=basis_points)

    assert request.parameters["percentage"] == percentage


@pytest.mark.parametrize(
    ("lines", "first", "rest"),
    [(ADDRESS, "The Castle", "Winchester, SO23 8UJ"), (["The Castle"], "The Castle", ""), ([], "", "")],
)
def test_an_address_of_any_number_of_lines_is_sent(lines: list[str], first: str, rest: str) -> None:
    request = shapes.create_customer(name="Council", mailbox="ap@council.example", address=lines)

    assert request.parameters["address"] == {"line1": first, "line2": rest, "country": "GB"}
