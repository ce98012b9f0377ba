"""The requests that change something at Stripe: pure functions, each the shape of one request.

A request is stored before it is sent, so that a repeat sends the same parameters, even after an upgrade.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
CURRENCY = "gbp"
LONGEST_FIELD = 140  # characters of a field that Stripe prints on an invoice


class Operation(StrEnum):
    """What a request does. Each is done once for a record of ours."""

    CREATE_CUSTOMER = "create-customer"
    UPDATE_CUSTOMER = "update-customer"
    CREATE_PRODUCT = "create-product"
    CREATE_TAX_RATE = "create-tax-rate"
    CREATE_INVOICE = "create-invoice"
    ADD_LINES = "add-lines"
    FINALISE = "finalise"
    SEND = "send"
    VOID = "void"
    WRITE_OFF = "write-off"
    MARK_PAID = "mark-paid"
    CREDIT = "credit"
    REFUND = "refund"


CREATING = {
    Operation.CREATE_CUSTOMER,
    Operation.CREATE_PRODUCT,
    Operation.CREATE_TAX_RATE,
    Operation.CREATE_INVOICE,
    Operation.CREDIT,
    Operation.REFUND,
}
"""Operations that make an object."""


@dataclass(frozen=True)
class Request:
    """A request to Stripe's API."""

    operation: Operation
    path: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line of an invoice or credit note. `net` is in pence, `product` and `tax_rate` are Stripe's ids."""

    text: str
    net: int
    product: str
    tax_rate: str


def create_customer(*, name: str, mailbox: str, address: Sequence[str]) -> Request:
    """A payer becomes a customer. `address` has the lines of the postal address."""
    return Request(Operation.CREATE_CUSTOMER, "/v1/customers", _customer(name, mailbox, address))


def update_customer(customer: str, *, name: str, mailbox: str, address: Sequence[str]) -> Request:
    """The name, mailbox or address of a payer has changed."""
    return Request(Operation.UPDATE_CUSTOMER, f"/v1/customers/{customer}", _customer(name, mailbox, address))


def _customer(name: str, mailbox: str, address: Sequence[str]) -> dict[str, Any]:
    postal = {"line1": "".join(address[:1]), "line2": ", ".join(address[1:]), "country": "GB"}
    return {"name": name, "email": mailbox, "address": postal, "preferred_locales": ["en-GB"]}


def create_product(*, name: str) -> Request:
    """What is sold, such as the yearly fee."""
    return Request(Operation.CREATE_PRODUCT, "/v1/products", {"name": name})


def create_tax_rate(*, name: str, basis_points: int) -> Request:
    """A rate of VAT that is added to the net amount: 2000 basis points are 20%."""
    whole, part = divmod(basis_points, 100)
    percentage = f"{whole}.{part:02}" if part else str(whole)
    rate = {"display_name": name, "percentage": percentage, "inclusive": False, "country": "GB", "tax_type": "vat"}
    return Request(Operation.CREATE_TAX_RATE, "/v1/tax_rates", rate)


def create_invoice(
    *, customer: str, number: str, tax_point: date, due_on: date, purchase_order: str = "", footer: str = ""
) -> Request:
    """A draft with our number, to be paid by bank transfer or card. It has no lines yet."""
    parameters: dict[str, Any] = {
        "customer": customer,
        "number": number,
        "currency": CURRENCY,
        "collection_method": "send_invoice",
        "auto_advance": False,  # Stripe neither finalises it nor reminds: we do
        "pending_invoice_items_behavior": "exclude",
        "effective_at": _timestamp(tax_point, time(12)),
        "due_date": _timestamp(due_on, time(23, 59, 59)),
        "payment_settings": {
            "payment_method_types": ["customer_balance", "card"],
            "payment_method_options": {
                "customer_balance": {"funding_type": "bank_transfer", "bank_transfer": {"type": "gb_bank_transfer"}}
            },
        },
    }
    if purchase_order:
        parameters["custom_fields"] = [{"name": "Purchase order", "value": purchase_order[:LONGEST_FIELD]}]
    if footer:
        parameters["footer"] = footer
    return Request(Operation.CREATE_INVOICE, "/v1/invoices", parameters)


def add_lines(invoice: str, *, lines: Sequence[Line]) -> Request:
    """The lines of a draft. A price belongs to its line, since the share of each agency is another amount."""
    added = [
        {
            "description": line.text,
            "quantity": 1,
            "price_data": {"currency": CURRENCY, "product": line.product, "unit_amount": line.net},
            "tax_rates": [line.tax_rate],
        }
        for line in lines
    ]
    return Request(Operation.ADD_LINES, f"/v1/invoices/{invoice}/add_lines", {"lines": added})


def finalise(invoice: str) -> Request:
    """A draft becomes an invoice that can be paid and no longer changed. Check its total before."""
    return Request(Operation.FINALISE, f"/v1/invoices/{invoice}/finalize", {"auto_advance": False})


def send(invoice: str) -> Request:
    """Stripe emails the invoice to the customer's mailbox."""
    return Request(Operation.SEND, f"/v1/invoices/{invoice}/send")


def void(invoice: str) -> Request:
    """An unpaid invoice was wrong and is owed by nobody."""
    return Request(Operation.VOID, f"/v1/invoices/{invoice}/void")


def write_off(invoice: str) -> Request:
    """An unpaid invoice is not expected to be paid."""
    return Request(Operation.WRITE_OFF, f"/v1/invoices/{invoice}/mark_uncollectible")


def mark_paid(invoice: str) -> Request:
    """An invoice was paid to us directly."""
    return Request(Operation.MARK_PAID, f"/v1/invoices/{invoice}/pay", {"paid_out_of_band": True})


def credit(invoice: str, *, lines: Sequence[Line], memo: str, refund: int = 0, outside: int = 0) -> Request:
    """A credit note for an invoice. Check its total before.

    Of what was paid already, `refund` pence are refunded by Stripe, and `outside` pence were paid back by us.
    """
    credited = [
        {
            "type": "custom_line_item",
            "description": line.text,
            "quantity": 1,
            "unit_amount": line.net,
            "tax_rates": [line.tax_rate],
        }
        for line in lines
    ]
    amounts = {"refund_amount": refund, "out_of_band_amount": outside}
    stated = {name: amount for name, amount in amounts.items() if amount}
    return Request(
        Operation.CREDIT, "/v1/credit_notes", {"invoice": invoice, "lines": credited, "memo": memo, **stated}
    )


def refund(*, payment_intent: str, amount: int) -> Request:
    """Part or all of a payment is paid back to who paid it. `amount` is in pence."""
    return Request(Operation.REFUND, "/v1/refunds", {"payment_intent": payment_intent, "amount": amount})


def _timestamp(day: date, at: time) -> int:
    """The moment in London, as Stripe writes moments."""
    return int(datetime.combine(day, at, LONDON).timestamp())
