"""Stripe's API. Nothing else imports `stripe`, and nothing else sends requests to Stripe (ADR 41)."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import stripe
from django.conf import settings

from billing import fetched
from billing.fetched import FetchedInvoice, Json
from billing.shapes import CREATING, Operation, Request

API_VERSION = "2026-08-26.dahlia"  # that of the newest stripe-mock, which checks the shape of our requests in tests
TIMEOUT = (5, 20)  # seconds to connect, and to wait for an answer
QUICK_TIMEOUT = (2, 3)  # the same while a person waits for us
PAGE = 100  # objects in a page of a list: the most that Stripe sends
SIGNATURE_AGE = 5 * 60  # seconds that a signature may be old, or ahead of our clock
PATHS = {
    "credit_note": "/v1/credit_notes",
    "customer": "/v1/customers",
    "dispute": "/v1/disputes",
    "event": "/v1/events",
    "invoice": "/v1/invoices",
    "invoice_payment": "/v1/invoice_payments",
    "product": "/v1/products",
    "refund": "/v1/refunds",
    "tax_rate": "/v1/tax_rates",
}
"""Where the objects of each kind are."""
STATUS_AFTER = {
    Operation.FINALISE: {"open", "paid", "uncollectible", "void"},
    Operation.VOID: {"void"},
    Operation.WRITE_OFF: {"uncollectible"},
    Operation.MARK_PAID: {"paid"},
}
"""The statuses of an invoice that show that it was done."""
UNREACHABLE: dict[type[stripe.StripeError], str] = {
    stripe.APIConnectionError: "Stripe could not be reached or did not answer in time.",
    stripe.RateLimitError: "Stripe received too many requests from us.",
}
STILL_WORKING = "Stripe is still working on the same request."
REFUSED: dict[type[stripe.StripeError], str] = {
    stripe.AuthenticationError: "Stripe does not accept our key. Check STRIPE_API_KEY.",
    stripe.PermissionError: "Our key is not allowed to do this at Stripe.",
    stripe.IdempotencyError: "Stripe has another request with the same key. Report this to the developers.",
}
ID = re.compile(r"[A-Za-z0-9_]{1,200}")

stripe.enable_telemetry = False  # it would send an id of this machine, and its platform


class GatewayError(Exception):
    """Stripe did not do it. The message tells an operator why."""


class Unreachable(GatewayError):
    """There was no answer, or Stripe was busy or broken: it may have been done. Repeat it with the same key."""

    def __init__(self, message: str, *, is_stored: bool = False) -> None:
        super().__init__(message)
        self.is_stored = is_stored  # Stripe keeps this answer for the key, and repeats it


class Rejected(GatewayError):
    """Stripe understood the request and refuses it. A repeat is refused too."""


class Missing(Rejected):
    """Stripe has no such object."""


class BadSignature(Exception):
    """A webhook was not signed by Stripe with our secret, or not now."""


@dataclass(frozen=True)
class Gateway:
    """A connection to Stripe with one key."""

    client: stripe.StripeClient
    is_live: bool
    ends_at: float | None = None  # on the monotonic clock; no request starts later

    def post(self, request: Request, *, key: str) -> dict[str, Any]:
        """Sends a request and returns the object that Stripe answers with. Raises GatewayError.

        For at least a day Stripe answers another request with the same key as it answered the first.
        """
        return self._call("post", request.path, request.parameters, idempotency_key=key)

    def fetch(self, kind: str, number: str) -> dict[str, Any]:
        """The object of a kind of `PATHS` with Stripe's id, as it is now. Raises GatewayError."""
        if not ID.fullmatch(number):
            raise Missing("This is not an id of Stripe's.")
        return self._call("get", f"{PATHS[kind]}/{number}", {})

    def every(self, kind: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """All objects of a kind, newest first, read page by page. Raises GatewayError."""
        has_more = True
        last: dict[str, str] = {}
        while has_more:
            page = self._call("get", PATHS[kind], {"limit": PAGE, **parameters, **last})
            yield from page["data"]
            has_more = page["has_more"] and bool(page["data"])
            last = {"starting_after": page["data"][-1]["id"]} if has_more else {}

    def invoice(self, invoice: str) -> FetchedInvoice:
        """An invoice with its payments, credit notes, refunds and disputes. Raises GatewayError."""
        found = self.fetch("invoice", invoice)
        payments = [fetched.payment(each) for each in self.every("invoice_payment", invoice=invoice, status="paid")]
        behind = [_named(each.source) for each in payments if each.source.startswith(("pi_", "ch_"))]
        return fetched.invoice(
            found,
            payments=payments,
            credit_notes=[fetched.credit_note(each) for each in self.every("credit_note", invoice=invoice)],
            refunds=[fetched.refund(each) for name in behind for each in self.every("refund", **name)],
            disputes=[fetched.dispute(each) for name in behind for each in self.every("dispute", **name)],
        )

    def invoice_of(self, kind: str, number: str) -> str:
        """Stripe's id of the invoice that an object belongs to; empty if it belongs to none. Raises GatewayError."""
        match kind:
            case "invoice":
                return number
            case "invoice_payment" | "credit_note":
                return fetched.id_of(self.fetch(kind, number)["invoice"])
            case "refund" | "dispute":
                intent = fetched.id_of(self.fetch(kind, number).get("payment_intent"))
                behind = {"type": "payment_intent", "payment_intent": intent}
                payments = self.every("invoice_payment", payment=behind) if intent else iter(())
                return next((fetched.id_of(each["invoice"]) for each in payments), "")
            case _:
                return ""

    def find_done(self, request: Request, *, mark: str, since: int) -> dict[str, Any] | None:
        """What an earlier attempt at a request did, if it did it. Raises GatewayError.

        What it made has the mark as its metadata `call`, and was made after `since`, in seconds since 1970. Sending
        and updating leave no trace, and may be done again.
        """
        if request.operation in CREATING:
            kind = next(kind for kind, path in PATHS.items() if path == request.path)
            return next((each for each in self.every(kind, created={"gte": since}) if _has_mark(each, mark)), None)
        if request.operation not in {*STATUS_AFTER, Operation.ADD_LINES}:
            return None
        invoice = self.fetch("invoice", request.path.split("/")[3])
        is_marked = any(_has_mark(line, mark) for line in invoice["lines"]["data"])
        is_done = is_marked or invoice["status"] in STATUS_AFTER.get(request.operation, ())
        return invoice if is_done else None

    def total_of_credit(self, request: Request) -> int:
        """What a credit note would add up to, VAT included. Raises GatewayError."""
        return int(self._call("get", "/v1/credit_notes/preview", request.parameters)["total"])

    def _call(self, method: str, path: str, parameters: Json, **options: str) -> dict[str, Any]:
        if self.ends_at is not None and time.monotonic() >= self.ends_at:
            raise Unreachable("Stripe answers too slowly.")
        try:
            answer: Any = self.client.raw_request(method, path, **parameters, **options)
        except stripe.StripeError as error:
            raise _explained(error) from error
        return dict(answer.data)


def configured(*, within: float | None = None) -> Gateway | None:
    """The connection to Stripe, or None if there is no key.

    With `within`, requests start only for so many seconds from now, have short timeouts, and are not repeated.
    """
    key = settings.STRIPE_API_KEY
    retries = 2 if within is None else 0
    return connect(key, base=settings.STRIPE_API_BASE, retries=retries, within=within) if key else None


def connect(key: str, *, base: str, retries: int = 2, within: float | None = None) -> Gateway:
    """A connection with this key. A request that fails on the way is repeated `retries` times with its key."""
    client = stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": base},
        http_client=stripe.RequestsClient(timeout=TIMEOUT if within is None else QUICK_TIMEOUT),
        max_network_retries=retries,
    )
    ends_at = None if within is None else time.monotonic() + within
    return Gateway(client, is_live="_live_" in key, ends_at=ends_at)


def verify_signature(body: bytes, header: str) -> None:
    """Checks that Stripe signed these bytes with our secret, within five minutes of now. Raises BadSignature."""
    if not header.isascii():  # the library raises TypeError for it
        raise BadSignature
    try:
        stripe.WebhookSignature.verify_header(body, header, settings.STRIPE_WEBHOOK_SECRET, SIGNATURE_AGE)
        signed_at = _signed_at(header)
    except (stripe.SignatureVerificationError, ValueError) as error:
        raise BadSignature from error
    if signed_at > time.time() + SIGNATURE_AGE:  # the library accepts any time in the future
        raise BadSignature


def _has_mark(found: Json, mark: str) -> bool:
    return bool((found.get("metadata") or {}).get("call") == mark)


def _signed_at(header: str) -> int:
    """The time that the library has verified: the first `t` of the header."""
    return int(next(part.partition("=")[2] for part in header.split(",") if part.startswith("t=")))


def _named(payment: str) -> dict[str, str]:
    """The parameter by which lists are filtered by a payment."""
    return {"payment_intent" if payment.startswith("pi_") else "charge": payment}


def _explained(error: stripe.StripeError) -> GatewayError:
    """What went wrong, in words for an operator. Stripe's own message names the parameter that it refuses."""
    status = error.http_status or 0
    if message := UNREACHABLE.get(type(error)) or (STILL_WORKING if status == 409 else None):
        return Unreachable(message)
    if not 400 <= status < 500:  # an answer that cannot be read included
        is_stored = (error.headers or {}).get("Idempotent-Replayed") == "true"
        return Unreachable("Stripe had an internal error.", is_stored=is_stored)
    message = (
        "Stripe has no such object." if status == 404 else REFUSED.get(type(error), "Stripe refused the request.")
    )
    return (Missing if status == 404 else Rejected)(f"{message} {error.user_message or ''}".strip())
