"""What was fetched from Stripe, as values of ours. Amounts are in pence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class FetchedPayment:
    """Money for an invoice. `source` is Stripe's id of the payment intent, charge or payment record behind it."""

    id: str
    source: str
    amount: int
    paid_at: int  # seconds since 1970


@dataclass(frozen=True)
class FetchedCreditNote:
    """A credit note. `after_payment` is the part that was paid already, and so was paid back or became a balance."""

    id: str
    number: str
    total: int
    after_payment: int
    is_void: bool


@dataclass(frozen=True)
class FetchedRefund:
    """A refund of a payment. Stripe's status: pending, requires_action, succeeded, failed or canceled."""

    id: str
    payment: str  # the source of the payment
    amount: int
    status: str


@dataclass(frozen=True)
class FetchedDispute:
    """A card holder's bank asks for money back. Stripe's status: needs_response, under_review, won, lost, ..."""

    id: str
    payment: str
    amount: int
    status: str


@dataclass(frozen=True)
class FetchedInvoice:
    """An invoice as Stripe has it now, with all that happened to it. It says all that our own records should say.

    Its status is draft, open, paid, uncollectible or void.
    """

    id: str
    number: str
    status: str
    currency: str
    total: int
    paid: int
    overpaid: int
    paid_outside: int  # as marked by us, not through Stripe
    remaining: int
    page: str  # where the payer sees and pays it; empty for a draft
    pdf: str
    payments: tuple[FetchedPayment, ...] = ()
    credit_notes: tuple[FetchedCreditNote, ...] = ()
    refunds: tuple[FetchedRefund, ...] = ()
    disputes: tuple[FetchedDispute, ...] = ()


def id_of(value: Any) -> str:
    """Stripe's id of a related object, which is there as an id or as the object, or empty."""
    return value if isinstance(value, str) else str((value or {}).get("id", ""))


def invoice(
    found: Json,
    *,
    payments: Iterable[FetchedPayment] = (),
    credit_notes: Iterable[FetchedCreditNote] = (),
    refunds: Iterable[FetchedRefund] = (),
    disputes: Iterable[FetchedDispute] = (),
) -> FetchedInvoice:
    """An invoice and what belongs to it."""
    return FetchedInvoice(
        id=found["id"],
        number=found.get("number") or "",
        status=found.get("status") or "",
        currency=found["currency"],
        total=found["total"],
        paid=found["amount_paid"],
        overpaid=found["amount_overpaid"],
        paid_outside=found["amount_paid_off_stripe"],
        remaining=found["amount_remaining"],
        page=found.get("hosted_invoice_url") or "",
        pdf=found.get("invoice_pdf") or "",
        payments=tuple(payments),
        credit_notes=tuple(credit_notes),
        refunds=tuple(refunds),
        disputes=tuple(disputes),
    )


def payment(found: Json) -> FetchedPayment:
    """A paid invoice payment."""
    behind = found["payment"]
    return FetchedPayment(
        id=found["id"],
        source=id_of(behind.get(behind["type"])),
        amount=found.get("amount_paid") or 0,
        paid_at=found["status_transitions"].get("paid_at") or found["created"],
    )


def credit_note(found: Json) -> FetchedCreditNote:
    """A credit note."""
    return FetchedCreditNote(
        id=found["id"],
        number=found["number"],
        total=found["total"],
        after_payment=found["post_payment_amount"],
        is_void=found["status"] == "void",
    )


def refund(found: Json) -> FetchedRefund:
    """A refund."""
    return FetchedRefund(found["id"], _payment_of(found), found["amount"], found.get("status") or "")


def dispute(found: Json) -> FetchedDispute:
    """A dispute."""
    return FetchedDispute(found["id"], _payment_of(found), found["amount"], found["status"])


def _payment_of(found: Json) -> str:
    return id_of(found.get("payment_intent")) or id_of(found.get("charge"))
