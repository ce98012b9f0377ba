"""Recording payments and refunds, and writing off what will not be paid."""

from datetime import date

from django.db import transaction

from billing import chart, events, rules
from billing.actions import bad_debts, ledger
from billing.actions.ledger import Line
from billing.actions.payers import decide
from billing.models import Invoice, Journal, Payer, Payment, Refund, WriteOff
from billing.money import Pence
from core.access.principal import Principal
from core.access.verdict import Refused
from core.audit import recording
from core.audit.keys import actor_key

RECEIVED_IN = {Payment.Method.BANK_TRANSFER: chart.BANK, Payment.Method.STRIPE: chart.STRIPE}
State = WriteOff.State


@transaction.atomic
def record_payment(
    *,
    key: str,
    invoice: Invoice,
    amount: Pence,
    method: Payment.Method,
    reference: str,
    received_on: date,
    by: Principal,
) -> Payment:
    """Records money received for an invoice, which may be more than is due. Each key is recorded once."""
    rules.can_manage(by).enforce()
    payer = Payer.objects.locked().get(pk=invoice.payer_id)
    if recorded := Payment.objects.filter(key=key).first():
        if (recorded.invoice_id, recorded.amount) != (invoice.pk, amount):
            raise Refused("This payment has been recorded for another invoice or amount.")
        return recorded
    rules.can_be_amount(amount).enforce()
    rules.can_be_reference(reference).enforce()
    before = bad_debts.written_off_before(invoice)
    payment = Payment.objects.create(
        key=key, invoice=invoice, amount=amount, method=method, reference=reference, received_on=received_on
    )
    ledger.post(
        reference=f"payment:{payment.pk}",
        description=f"Payment {reference} of {invoice.reference}, {invoice.payer_name}"[:200],
        posted_on=received_on,
        lines=[Line(RECEIVED_IN[method], amount), Line(chart.DEBTORS, -amount, payer)],
    )
    document = f"payment:{payment.pk}"
    bad_debts.post_change(invoice, payer, before=before, document=document, posted_on=received_on)
    recording.record(
        events.PAYMENT_RECORDED, by=by, records=[payment, invoice], number=invoice.reference, amount=amount
    )
    return payment


@transaction.atomic
def refund(
    *,
    key: str,
    payment: Payment,
    amount: Pence,
    refunded_on: date,
    reason: str,
    by: Principal,
    kind: Refund.Kind = Refund.Kind.REFUND,
    reference: str = "",
) -> Refund:
    """Records money of a payment that went back. Each key is recorded once.

    A correction takes back a payment that was recorded by mistake, and reverses its journal.
    """
    rules.can_manage(by).enforce()
    invoice = Invoice.objects.get(pk=payment.invoice_id)
    payer = Payer.objects.locked().get(pk=invoice.payer_id)
    if recorded := Refund.objects.filter(key=key).first():
        if (recorded.payment_id, recorded.amount) != (payment.pk, amount):
            raise Refused("This refund has been recorded for another payment or amount.")
        return recorded
    rules.can_be_reason(reason).enforce()
    rules.can_refund(payment, amount, kind, by).enforce()
    before = bad_debts.written_off_before(invoice)
    refunded = Refund.objects.create(
        key=key, payment=payment, kind=kind, amount=amount, reference=reference, refunded_on=refunded_on, reason=reason
    )
    _post_refund(refunded, invoice, payer)
    document = f"refund:{refunded.pk}"
    bad_debts.post_change(invoice, payer, before=before, document=document, posted_on=refunded_on)
    recording.record(
        events.REFUNDED, by=by, records=[refunded, invoice], number=invoice.reference, amount=amount, reason=reason
    )
    return refunded


def _post_refund(refunded: Refund, invoice: Invoice, payer: Payer) -> None:
    account = RECEIVED_IN[Payment.Method(refunded.payment.method)]
    is_correction = refunded.kind == Refund.Kind.CORRECTION
    ledger.post(
        reference=f"refund:{refunded.pk}",
        description=f"{refunded.get_kind_display()}, {invoice.reference}, {invoice.payer_name}"[:200],
        posted_on=refunded.refunded_on,
        lines=[Line(chart.DEBTORS, refunded.amount, payer), Line(account, -refunded.amount)],
        reverses=Journal.objects.of_document(f"payment:{refunded.payment_id}") if is_correction else None,
    )


@transaction.atomic
def propose_write_off(*, invoice: Invoice, amount: Pence, reason: str, by: Principal) -> WriteOff:
    """Proposes that an amount of an invoice is not collected any more. Another person has to approve it."""
    Payer.objects.locked().get(pk=invoice.payer_id)
    rules.can_propose(by).enforce()
    rules.can_be_reason(reason).enforce()
    rules.can_propose_write_off(invoice, amount).enforce()
    proposed = WriteOff.objects.create(invoice=invoice, amount=amount, reason=reason, proposed_by=actor_key(by))
    recording.record(
        events.WRITE_OFF_PROPOSED, by=by, records=[proposed], number=invoice.reference, amount=amount, reason=reason
    )
    return proposed


@transaction.atomic
def approve_write_off(*, write_off: WriteOff, approved_on: date, by: Principal) -> WriteOff:
    """Approves a write-off that another person proposed, and posts it: the gross amount becomes a bad debt."""
    locked, payer = _lock(write_off)
    rules.can_approve(locked, by).enforce()
    rules.can_write_off(locked.invoice, locked.amount).enforce()
    decide(locked, State.APPROVED, by=by)
    ledger.post(
        reference=f"write-off:{locked.pk}",
        description=f"Written off {locked.invoice.reference}, {locked.invoice.payer_name}"[:200],
        posted_on=approved_on,
        lines=[Line(chart.BAD_DEBTS, locked.amount), Line(chart.DEBTORS, -locked.amount, payer)],
    )
    recording.record(
        events.WRITTEN_OFF, by=by, records=[locked], number=locked.invoice.reference, amount=locked.amount
    )
    return locked


@transaction.atomic
def withdraw_write_off(*, write_off: WriteOff, by: Principal) -> WriteOff:
    """Withdraws a proposed write-off."""
    locked, _ = _lock(write_off)
    rules.can_withdraw(locked, by).enforce()
    decide(locked, State.WITHDRAWN, by=by)
    recording.record(events.WRITE_OFF_WITHDRAWN, by=by, records=[locked], number=locked.invoice.reference)
    return locked


def _lock(write_off: WriteOff) -> tuple[WriteOff, Payer]:
    payer = Payer.objects.locked().get(invoices=write_off.invoice_id)
    locked = WriteOff.objects.select_for_update(of=("self",)).select_related("invoice").get(pk=write_off.pk)
    return locked, payer
