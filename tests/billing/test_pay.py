"""Payments, refunds and write-offs, each once and in the ledger."""

from datetime import date
from random import Random

import pytest
from django.db import DatabaseError, transaction

from billing import actions
from billing.balances import balance_of
from billing.models import Invoice, Journal, Payer, Payment, Posting, Refund, WriteOff
from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit.models import Entry
from tests.billing.sql import check_now, postings_of, run
from tests.concurrency import ConcurrentTransaction

DAY = date(2026, 5, 1)
BANK = Payment.Method.BANK_TRANSFER
Kind = Refund.Kind


def issue(payer: Payer, key: str = "change-7", amount: int = 10_000) -> Invoice:
    return actions.invoice_cost_share(key=key, payer=payer, amount=amount, text="Share", issued_on=DAY, by=SYSTEM)


@pytest.fixture
def invoice(payer: Payer) -> Invoice:
    """£100 and £20 of VAT."""
    return issue(payer)


def pay(invoice: Invoice, amount: int = 12_000, key: str = "bank-1", method: Payment.Method = BANK) -> Payment:
    return actions.record_payment(
        key=key, invoice=invoice, amount=amount, method=method, reference="BACS 4711", received_on=DAY, by=SYSTEM
    )


def refund(payment: Payment, amount: int, by: User, kind: Kind = Kind.REFUND, key: str = "refund-1") -> Refund:
    return actions.refund(key=key, payment=payment, amount=amount, kind=kind, refunded_on=DAY, reason="Agreed", by=by)


@pytest.mark.parametrize(("method", "account"), [(BANK, "1200"), (Payment.Method.STRIPE, "1250")])
def test_a_payment_settles_the_invoice(invoice: Invoice, method: Payment.Method, account: str) -> None:
    payment = pay(invoice, method=method)
    check_now()

    assert balance_of(invoice).outstanding == 0
    assert postings_of(f"payment:{payment.pk}") == {account: 12_000, "1100": -12_000}
    assert Entry.objects.get(event="payment.recorded").details == {"number": "INV-000001", "amount": 12_000}


def test_a_payment_is_recorded_once(invoice: Invoice) -> None:
    assert pay(invoice) == pay(invoice)
    assert Payment.objects.count() == 1
    with pytest.raises(Refused, match="another invoice or amount"):
        pay(invoice, 1)


def test_the_key_of_a_payment_is_not_used_for_another_invoice(invoice: Invoice, payer: Payer) -> None:
    pay(invoice)

    with pytest.raises(Refused, match="another invoice or amount"):
        pay(issue(payer, "change-8"))


def test_the_key_of_a_refund_is_not_used_for_another_payment_or_amount(invoice: Invoice, olive: User) -> None:
    first, second = pay(invoice, 13_000), pay(invoice, 13_000, key="bank-2")
    refund(first, 1_000, olive)

    for other in ((second, 1_000), (first, 999)):
        with pytest.raises(Refused, match="another payment or amount"):
            refund(*other, olive)


def test_what_was_paid_above_what_is_due_can_be_refunded(invoice: Invoice, olive: User) -> None:
    pay(invoice, 5_000)
    payment = pay(invoice, 10_000, key="bank-2")
    assert [*Invoice.objects.overpaid()] == [invoice]

    refunded = refund(payment, 3_000, olive)
    check_now()

    assert balance_of(invoice).outstanding == 0
    assert postings_of(f"refund:{refunded.pk}") == {"1100": 3_000, "1200": -3_000}
    assert refund(payment, 3_000, olive) == refunded


def test_an_operator_refunds_no_more_than_that(invoice: Invoice, olive: User) -> None:
    payment = pay(invoice, 13_000)

    with pytest.raises(Refused, match=r"Only £10\.00 was received above"):
        refund(payment, 1_001, olive)
    with pytest.raises(Refused, match=r"what is left of the payment: £130\.00"):
        refund(payment, 13_001, olive)


def test_after_a_credit_note_the_payment_goes_back(invoice: Invoice, olive: User) -> None:
    payment = pay(invoice)
    actions.credit(key="note-1", invoice=invoice, reason="Dropped", issued_on=DAY, by=olive)

    refund(payment, 12_000, olive)
    check_now()

    assert balance_of(invoice).outstanding == 0
    assert sum(Posting.objects.filter(account__code="1100").values_list("amount", flat=True)) == 0


def test_a_returned_payment_opens_the_invoice_again(invoice: Invoice, olive: User) -> None:
    refund(pay(invoice), 12_000, olive, Kind.RETURNED)

    assert balance_of(invoice).outstanding == 12_000


def test_a_payment_recorded_by_mistake_is_reversed(invoice: Invoice, olive: User) -> None:
    payment = pay(invoice)
    with pytest.raises(Refused, match="only a whole payment"):
        refund(payment, 1, olive, Kind.CORRECTION)

    correction = refund(payment, 12_000, olive, Kind.CORRECTION)
    check_now()

    journal = Journal.objects.of_document(f"refund:{correction.pk}")
    assert journal.reverses == Journal.objects.of_document(f"payment:{payment.pk}")


def test_a_write_off_needs_a_second_person(invoice: Invoice, olive: User, oscar: User) -> None:
    proposed = actions.propose_write_off(invoice=invoice, amount=12_000, reason="Wound up", by=olive)
    assert balance_of(invoice).outstanding == 12_000
    with pytest.raises(Refused, match="another person has to approve"):
        actions.approve_write_off(write_off=proposed, approved_on=DAY, by=olive)

    approved = actions.approve_write_off(write_off=proposed, approved_on=DAY, by=oscar)
    check_now()

    assert balance_of(invoice).outstanding == 0
    assert postings_of(f"write-off:{approved.pk}") == {"8100": 12_000, "1100": -12_000}
    with pytest.raises(Refused, match="has been written off"):
        actions.credit(key="note-1", invoice=invoice, reason="No", issued_on=DAY, by=olive)


def test_a_write_off_is_at_most_what_is_still_to_pay(invoice: Invoice, olive: User, oscar: User) -> None:
    proposed = actions.propose_write_off(invoice=invoice, amount=12_000, reason="Wound up", by=olive)
    pay(invoice, 1)

    with pytest.raises(Refused, match=r"still to pay: £119\.99"):
        actions.approve_write_off(write_off=proposed, approved_on=DAY, by=oscar)
    actions.withdraw_write_off(write_off=proposed, by=olive)
    assert WriteOff.objects.get().state == "withdrawn"


def written_off(invoice: Invoice, amount: int, olive: User, oscar: User) -> WriteOff:
    proposed = actions.propose_write_off(invoice=invoice, amount=amount, reason="Wound up", by=olive)
    return actions.approve_write_off(write_off=proposed, approved_on=DAY, by=oscar)


def total_of(account: str) -> int:
    return sum(Posting.objects.filter(account__code=account).values_list("amount", flat=True))


def test_a_payment_of_a_written_off_debt_reverses_the_write_off(invoice: Invoice, olive: User, oscar: User) -> None:
    written_off(invoice, 12_000, olive, oscar)

    payment = pay(invoice, 13_000)
    check_now()

    assert postings_of(f"write-off-change:payment:{payment.pk}") == {"1100": 12_000, "8100": -12_000}
    assert balance_of(invoice).written_off == 0
    assert balance_of(invoice).can_be_refunded == 1_000
    with pytest.raises(Refused, match=r"Only £10\.00 was received above"):
        refund(payment, 12_000, olive)


def test_a_part_that_is_still_to_pay_is_settled_first(invoice: Invoice, olive: User, oscar: User) -> None:
    written_off(invoice, 10_000, olive, oscar)

    pay(invoice, 2_000)
    assert (balance_of(invoice).outstanding, balance_of(invoice).written_off) == (0, 10_000)
    pay(invoice, 3_000, "bank-2")

    assert (balance_of(invoice).outstanding, balance_of(invoice).written_off) == (0, 7_000)
    assert (total_of("8100"), total_of("1100")) == (7_000, 0)
    assert not Invoice.objects.overpaid().exists()


def test_a_returned_payment_of_a_written_off_debt_is_written_off_again(
    invoice: Invoice, olive: User, oscar: User
) -> None:
    written_off(invoice, 12_000, olive, oscar)

    refund(pay(invoice), 12_000, olive, Kind.RETURNED)
    check_now()

    assert (balance_of(invoice).outstanding, balance_of(invoice).written_off) == (0, 12_000)
    assert (total_of("8100"), total_of("1100")) == (12_000, 0)


def test_one_write_off_of_an_invoice_is_proposed_at_a_time(invoice: Invoice, olive: User) -> None:
    actions.propose_write_off(invoice=invoice, amount=1, reason="Wound up", by=olive)

    with pytest.raises(Refused, match="already been proposed"):
        actions.propose_write_off(invoice=invoice, amount=1, reason="Wound up", by=olive)


@pytest.mark.parametrize("amount", [-1, 0, 10_000_000_001, 10**19])
def test_an_amount_that_is_a_mistake_is_refused(payer: Payer, invoice: Invoice, amount: int) -> None:
    with pytest.raises(Refused, match=r"at most £100,000,000\.00"):
        pay(invoice, amount)
    with pytest.raises(Refused, match=r"at most £100,000,000\.00"):
        issue(payer, "change-8", amount)


@pytest.mark.parametrize("amount", [-1, 0, 10**19])
def test_a_refund_or_write_off_that_is_a_mistake_is_refused(invoice: Invoice, olive: User, amount: int) -> None:
    payment = pay(invoice, 1)
    with pytest.raises(Refused, match=r"A refund must be more than £0\.00"):
        refund(payment, amount, olive)
    with pytest.raises(Refused, match=r"A write-off must be more than £0\.00"):
        actions.propose_write_off(invoice=invoice, amount=amount, reason="Wound up", by=olive)


@pytest.mark.parametrize("reason", ["", "  "])
def test_what_takes_money_back_has_a_reason(invoice: Invoice, olive: User, reason: str) -> None:
    payment = pay(invoice, 13_000)
    with pytest.raises(Refused, match="Give a reason"):
        actions.refund(key="refund-1", payment=payment, amount=1, refunded_on=DAY, reason=reason, by=olive)
    with pytest.raises(Refused, match="Give a reason"):
        actions.propose_write_off(invoice=invoice, amount=1, reason=reason, by=olive)
    with pytest.raises(Refused, match="Give a reason"):
        actions.credit(key="note-1", invoice=invoice, reason=reason, issued_on=DAY, by=olive)


@pytest.mark.parametrize("reference", ["", "  "])
def test_a_payment_has_a_reference(invoice: Invoice, reference: str) -> None:
    with pytest.raises(Refused, match="Give the reference"):
        actions.record_payment(
            key="bank-1", invoice=invoice, amount=1, method=BANK, reference=reference, received_on=DAY, by=SYSTEM
        )


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE billing_payment SET amount = 1", "permission denied"),
        ("DELETE FROM billing_refund", "permission denied"),
        (
            "INSERT INTO billing_payment (key, invoice_id, amount, method, reference, received_on) "
            "SELECT 'forged', id, 5, 'stripe', 'x', issued_on FROM billing_invoice",
            "is not posted to the ledger",
        ),
        (
            "INSERT INTO billing_refund (key, payment_id, kind, amount, reference, refunded_on, reason) "
            "SELECT 'forged', id, 'refund', 12001, '', received_on, 'x' FROM billing_payment",
            "more of payment .* is refunded than was paid",
        ),
        (
            "INSERT INTO billing_writeoff (invoice_id, amount, reason, state, proposed_by, decided_by, decided_at) "
            "SELECT id, 5, 'x', 'approved', 'a', 'b', now() FROM billing_invoice",
            "is not posted to the ledger",
        ),
        (
            "INSERT INTO billing_writeoff (invoice_id, amount, reason, state, proposed_by, decided_by, decided_at) "
            "SELECT id, 5, 'x', 'approved', 'a', 'a', now() FROM billing_invoice",
            "second_person",
        ),
    ],
)
def test_the_database_keeps_payments_as_they_are(invoice: Invoice, sql: str, message: str) -> None:
    pay(invoice)
    check_now()

    with pytest.raises(DatabaseError, match=message):
        run(sql)


committed = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@committed
def test_numbers_have_no_gap_when_one_of_two_transactions_fails(agencies: list[Payer]) -> None:
    first, second, _ = agencies
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 (the other waits for this block to end)
        assert issue(first, "change-1").number == 1
        waiting = ConcurrentTransaction(lambda: issue(second, "change-2").number, schema="public")
        raise ZeroDivisionError

    assert waiting.result() == 1


@committed
def test_two_transactions_take_a_cost_share_once(payer: Payer) -> None:
    with transaction.atomic():
        issued = issue(payer)
        waiting = ConcurrentTransaction(lambda: issue(payer).pk, schema="public")

    assert waiting.result() == issued.pk
    assert Invoice.objects.count() == 1


@pytest.mark.parametrize("seed", range(20))
def test_debtors_in_the_ledger_are_what_is_still_to_pay_after_any_history(
    payer: Payer, olive: User, oscar: User, seed: int
) -> None:
    random = Random(seed)
    invoices = [issue(payer, f"change-{number}", random.randint(1, 30_000)) for number in range(3)]

    for number in range(25):
        try:
            _happen(random, random.choice(invoices), f"{number}", olive, oscar)
        except Refused:
            continue
    check_now()

    assert total_of("1100") == sum(balance_of(invoice).outstanding for invoice in invoices)
    assert total_of("8100") == sum(balance_of(invoice).written_off for invoice in invoices)
    assert sum(Posting.objects.values_list("amount", flat=True)) == 0


def _happen(random: Random, invoice: Invoice, key: str, olive: User, oscar: User) -> None:
    """Something happens to an invoice, if the rules allow it."""
    amount = random.randint(1, 20_000)
    payments = [*invoice.payments.order_by("pk")]
    match random.choice(["pay", "refund", "credit", "write off"]):
        case "pay":
            pay(invoice, amount, key)
        case "refund" if payments:
            refund(random.choice(payments), amount, olive, random.choice([*Kind]), key)
        case "credit":
            actions.credit(key=key, invoice=invoice, net=amount, reason="Agreed", issued_on=DAY, by=olive)
        case "write off":
            proposed = actions.propose_write_off(invoice=invoice, amount=amount // 20 + 1, reason="Old", by=olive)
            actions.approve_write_off(write_off=proposed, approved_on=DAY, by=oscar)
