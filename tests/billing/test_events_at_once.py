"""Two events of one invoice at once: the later state is applied last, whichever was fetched first."""

import pytest
from django.db import connections, transaction
from django.utils import timezone

from billing import actions, shapes
from billing.actions import stripe_effects
from billing.actions.stripe_effects import Busy
from billing.gateway import Gateway
from billing.models import StripeEvent, StripeObject
from billing.webhooks import Received
from tenants import current
from tests.billing.stripe_model.server import Model
from tests.concurrency import ConcurrentTransaction


def received(event_id: str, invoice: str) -> Received:
    """An event about the invoice."""
    return Received(event_id, "invoice.updated", "invoice", invoice, timezone.now())


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_earlier_state_is_not_applied_after_a_later_one(gateway: Gateway, stripe: Model) -> None:
    customer = stripe.account.create_customer({"name": "Council"})["id"]
    invoice = stripe.account.create_invoice({"customer": customer, "currency": "gbp", "number": "SN-31"})["id"]
    others: list[ConcurrentTransaction] = []

    def finalise_meanwhile(path: str) -> None:
        """After the first process has read a draft, it is finalised, and a second process hears of it."""
        if path == f"/v1/invoices/{invoice}":
            stripe.after_reading = lambda _path: None
            gateway.post(shapes.finalise(invoice), key="finalise")
            others.append(
                ConcurrentTransaction(
                    lambda: actions.receive(received("evt_2", invoice), through=gateway), schema="public"
                )
            )
            connections.close_all()

    with current.entered("public"):
        StripeObject.objects.create(kind="invoice", stripe_id=invoice, about="billing.invoice:31")
        stripe.after_reading = finalise_meanwhile

        actions.receive(received("evt_1", invoice), through=gateway)
        others[0].result()

        assert StripeObject.objects.get().status == stripe.account.get("invoice", invoice)["status"] == "paid"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_webhook_does_not_wait_for_another_process(gateway: Gateway) -> None:
    with current.entered("public"):
        with transaction.atomic():
            stripe_effects._lock("in_1")
            other = ConcurrentTransaction(
                lambda: actions.receive(received("evt_1", "in_1"), through=gateway, waits=False), schema="public"
            )
            with pytest.raises(Busy):
                other.result()
        assert not StripeEvent.objects.exists()

        actions.receive(received("evt_1", "in_1"), through=gateway, waits=False)

        assert StripeEvent.objects.get().outcome == "unknown"
