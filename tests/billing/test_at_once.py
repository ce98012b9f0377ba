"""Two actions for one payer at once: the second waits for the first, and then sees what it did."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from billing import actions
from billing.actions import Share
from billing.models import FeeSplit, Invoice, Payer, Payment, Refund, Subscription, WriteOff
from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit.models import Entry
from tests.billing.conftest import STARTS
from tests.concurrency import ConcurrentTransaction

NEXT = date(2027, 4, 1)

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Does the second before the first is committed, and returns its result."""
    with transaction.atomic():
        first()
        other = ConcurrentTransaction(second, schema="public")
    return other.result()


def fee(subscription: Subscription, starts_on: date = STARTS) -> list[Invoice]:
    return actions.invoice_fee(subscription=subscription, starts_on=starts_on, issued_on=STARTS, by=SYSTEM)


@pytest.fixture
def split(subscription: Subscription, payer: Payer, agencies: list[Payer], olive: User) -> FeeSplit:
    """A third each, instead of all by the partnership itself. Proposed."""
    return actions.propose_split(
        partnership=subscription.partnership,
        from_day=STARTS,
        method=FeeSplit.Method.WEIGHTS,
        shares={agency: Share(weight=1) for agency in agencies},
        by=olive,
    )


def test_a_fee_that_waits_for_an_approval_is_split(subscription: Subscription, split: FeeSplit, oscar: User) -> None:
    invoices = meanwhile(
        lambda: actions.approve_split(split=split, by=oscar),
        lambda: [invoice.payer.agency_code for invoice in fee(subscription)],
    )

    assert invoices == ["AG0", "AG1", "AG2"]


def test_an_approval_that_waits_for_invoices_is_refused(
    subscription: Subscription, split: FeeSplit, oscar: User
) -> None:
    with pytest.raises(Refused, match="has already been invoiced"):
        meanwhile(lambda: fee(subscription), lambda: actions.approve_split(split=split, by=oscar))


@pytest.mark.usefixtures("payer")
def test_no_invoice_is_issued_for_a_period_after_the_end(subscription: Subscription, olive: User) -> None:
    with pytest.raises(Refused, match="No period of this subscription starts on 1 April 2027"):
        meanwhile(
            lambda: actions.end_subscription(subscription=subscription, given_on=STARTS, by=olive),
            lambda: fee(subscription, NEXT),
        )


@pytest.fixture
def invoice(payer: Payer) -> Invoice:
    """£100 and £20 of VAT."""
    return actions.invoice_cost_share(
        key="change-7", payer=payer, amount=10_000, text="Share", issued_on=STARTS, by=SYSTEM
    )


def pay(invoice: Invoice, key: str = "bank-1", amount: int = 12_000) -> Payment:
    return actions.record_payment(
        key=key,
        invoice=invoice,
        amount=amount,
        method=Payment.Method.BANK_TRANSFER,
        reference="BACS 1",
        received_on=STARTS,
        by=SYSTEM,
    )


def test_an_invoice_is_credited_once(invoice: Invoice) -> None:
    def credit(key: str) -> None:
        actions.credit(key=key, invoice=invoice, reason="Agreed", issued_on=STARTS, by=SYSTEM)

    with pytest.raises(Refused, match="at most what is left of its invoice"):
        meanwhile(lambda: credit("note-1"), lambda: credit("note-2"))


def test_a_payment_is_recorded_once(invoice: Invoice) -> None:
    meanwhile(lambda: pay(invoice), lambda: pay(invoice))

    assert Payment.objects.count() == 1


def test_a_payment_is_refunded_once(invoice: Invoice, olive: User) -> None:
    payment = pay(invoice)

    def give_back(key: str) -> None:
        actions.refund(
            key=key,
            payment=payment,
            amount=12_000,
            refunded_on=STARTS,
            reason="Returned",
            by=olive,
            kind=Refund.Kind.RETURNED,
        )

    with pytest.raises(Refused, match=r"what is left of the payment: £0\.00"):
        meanwhile(lambda: give_back("refund-1"), lambda: give_back("refund-2"))


def propose(invoice: Invoice, by: User) -> WriteOff:
    return actions.propose_write_off(invoice=invoice, amount=12_000, reason="Wound up", by=by)


def test_one_write_off_is_proposed(invoice: Invoice, olive: User) -> None:
    with pytest.raises(Refused, match="has already been proposed"):
        meanwhile(lambda: propose(invoice, olive), lambda: propose(invoice, olive))


def test_what_is_paid_meanwhile_is_not_written_off(invoice: Invoice, olive: User, oscar: User) -> None:
    proposed = propose(invoice, olive)

    with pytest.raises(Refused, match=r"what is still to pay: £0\.00"):
        meanwhile(
            lambda: pay(invoice),
            lambda: actions.approve_write_off(write_off=proposed, approved_on=STARTS, by=oscar),
        )


def test_an_invoice_has_the_details_that_its_payer_gets_meanwhile(payer: Payer, olive: User) -> None:
    name = meanwhile(
        lambda: actions.change_payer(payer=payer, name="Renamed", by=olive),
        lambda: (
            actions.invoice_cost_share(
                key="change-7", payer=payer, amount=10_000, text="Share", issued_on=STARTS, by=SYSTEM
            ).payer_name
        ),
    )

    assert name == "Renamed"


def test_a_change_that_was_made_meanwhile_is_not_recorded_again(payer: Payer, olive: User) -> None:
    def rename() -> None:
        actions.change_payer(payer=payer, name="Renamed", by=olive)

    meanwhile(rename, rename)

    assert Entry.objects.filter(event="payer.changed").count() == 1
