"""What we learn from Stripe. Each effect follows from the invoice as it is there now, and not from the event."""

from datetime import datetime
from itertools import islice

import structlog
from django.db import connection, transaction
from django.utils import timezone

from billing import webhooks
from billing.fetched import FetchedInvoice, Json
from billing.gateway import PAGE, Gateway, GatewayError, Missing
from billing.models import StripeEvent, StripeObject
from billing.webhooks import Received

INVOICE_LOCK = 0x57121  # our class of advisory locks on invoices at Stripe

Outcome = StripeEvent.Outcome
log = structlog.get_logger(__name__)


class Busy(GatewayError):
    """Another process fetches and applies the same invoice now."""


def receive(event: Received, *, through: Gateway, waits: bool = True) -> None:
    """Fetches the invoice that an event is about and applies it, once for each event. Raises GatewayError.

    Without `waits` it raises Busy while another process has the invoice.
    """
    if StripeEvent.objects.is_known(event.event_id):
        return
    try:
        invoice = through.invoice_of(event.kind, event.object_id)
    except Missing:
        invoice, outcome = "", Outcome.MISSING
    else:
        outcome = Outcome.UNKNOWN if invoice else Outcome.IGNORED
    with transaction.atomic():
        _lock(invoice or event.event_id, waits=waits)
        if StripeEvent.objects.is_known(event.event_id):
            return
        if invoice and (known := StripeObject.objects.with_id(invoice)):
            outcome = _refresh(known, through)
        _store(event, invoice, outcome)


def receive_missed(*, since: datetime, through: Gateway) -> int:
    """Receives the events since a moment that no webhook brought, and returns how many. Stripe keeps them for 30 days.

    Events that are not for us are skipped, and logged. It reads them page by page, with one query for a page in which
    nothing was missed. Raises GatewayError.
    """
    events = through.every("event", created={"gte": int(since.timestamp())})
    missed = 0
    while page := list(islice(events, PAGE)):
        known = StripeEvent.objects.known_among([event["id"] for event in page])
        for event in page:
            if event["id"] not in known and (missing := _read(event, is_live=through.is_live)):
                receive(missing, through=through)
                missed += 1
    return missed


def _read(event: Json, *, is_live: bool) -> Received | None:
    """The event, or None if it is not for us: the events after it are still read."""
    try:
        return webhooks.received(event, is_live=is_live)
    except webhooks.NotForUs as error:
        log.warning("stripe.event-skipped", stripe_id=event["id"], problem=type(error).__name__)
        return None


def _store(event: Received, invoice: str, outcome: StripeEvent.Outcome) -> None:
    StripeEvent.objects.create(
        event_id=event.event_id,
        type=event.type,
        object_id=event.object_id,
        invoice_id=invoice,
        created_at=event.created_at,
        outcome=outcome,
    )


@transaction.atomic
def catch_up(stripe_id: str, *, through: Gateway) -> None:
    """Applies events that came before we knew that their invoice is ours. Raises GatewayError."""
    _lock(stripe_id)
    early = StripeEvent.objects.without_effect(stripe_id)
    known = StripeObject.objects.with_id(stripe_id)
    if known and early.exists():
        early.update(outcome=_refresh(known, through))


@transaction.atomic
def refresh(stripe_id: str, *, through: Gateway) -> None:
    """Fetches an invoice of ours and applies it. Raises GatewayError."""
    _lock(stripe_id)
    if known := StripeObject.objects.with_id(stripe_id):
        _refresh(known, through)


def _lock(stripe_id: str, *, waits: bool = True) -> None:
    """Lets nobody else fetch and apply this invoice until the transaction ends.

    Otherwise one process could fetch it, another fetch and apply a later state, and the first then apply the earlier.
    """
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [INVOICE_LOCK, stripe_id])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [INVOICE_LOCK, stripe_id])
        (is_locked,) = cursor.fetchone()
    if not is_locked:
        raise Busy("Another process applies the same invoice.")


def _refresh(known: StripeObject, through: Gateway) -> StripeEvent.Outcome:
    try:
        found = through.invoice(known.stripe_id)
    except Missing:
        return Outcome.MISSING
    apply(known, found)
    return Outcome.APPLIED


def apply(known: StripeObject, found: FetchedInvoice) -> None:
    """Stores the invoice's status at Stripe. It may be called with the same twice."""
    known.status, known.fetched_at = found.status, timezone.now()
    known.save(update_fields=["status", "fetched_at"])
