"""Issuing credit notes, which take back an invoice or a part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from billing import chart, events, rules
from billing.actions import bad_debts, ledger
from billing.actions.invoices import INCOME
from billing.actions.ledger import Line
from billing.actions.numbers import take_number
from billing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine, NumberSeries, Payer
from billing.money import Pence, vat_on
from core.access.principal import Principal
from core.access.verdict import Refused
from core.audit import recording


@dataclass(frozen=True)
class Part:
    """What is taken back of a line."""

    line: InvoiceLine
    net: Pence
    vat: Pence


@transaction.atomic
def credit(
    *, key: str, invoice: Invoice, reason: str, issued_on: date, by: Principal, net: Pence | None = None
) -> CreditNote:
    """Issues a credit note for an amount without VAT, or for all that is left of the invoice.

    VAT follows the lines' rates, and all credit notes of a line together take back what a single one would. Each key
    is credited once: another call returns the same credit note, and one for another invoice or amount raises Refused.
    """
    rules.can_manage(by).enforce()
    payer = Payer.objects.locked().get(pk=invoice.payer_id)
    if issued := CreditNote.objects.filter(key=key).first():
        if issued.invoice_id != invoice.pk or net not in {None, issued.net}:
            raise Refused(f"{issued.reference} has already been issued, for another invoice or amount.")
        return issued
    rules.can_be_reason(reason).enforce()
    parts = list(_parts(invoice, net))
    net, vat = sum(part.net for part in parts), sum(part.vat for part in parts)
    rules.can_credit(invoice, net + vat, by).enforce()
    before = bad_debts.written_off_before(invoice)
    note = CreditNote.objects.create(
        number=take_number(NumberSeries.CREDIT_NOTE),
        key=key,
        invoice=invoice,
        reason=reason,
        issued_on=issued_on,
        net=net,
        vat=vat,
        total=net + vat,
    )
    CreditNoteLine.objects.bulk_create(
        [CreditNoteLine(credit_note=note, invoice_line=part.line, net=part.net, vat=part.vat) for part in parts]
    )
    _post(note, payer)
    document = f"credit-note:{note.pk}"
    bad_debts.post_change(invoice, payer, before=before, document=document, posted_on=issued_on)
    recording.record(
        events.CREDITED, by=by, records=[note, invoice], number=note.reference, amount=note.total, reason=reason
    )
    return note


def credit_cost_share(
    *, key: str, cost_share: str, amount: Pence, reason: str, issued_on: date, by: Principal
) -> CreditNote:
    """Takes back a part of a cost share, by the key that it was invoiced with. Each `key` is credited once.

    If it was paid, the payer gets a refund, which an operator records with `refund`.
    """
    invoice = Invoice.objects.get(key=f"cost-share:{cost_share}")
    return credit(key=f"cost-share:{key}", invoice=invoice, net=amount, reason=reason, issued_on=issued_on, by=by)


def _parts(invoice: Invoice, net: Pence | None) -> Iterator[Part]:
    """What is taken back of each line, in their order, until the amount is reached."""
    lines = list(invoice.lines.annotate(credited=Sum("credits__net", default=0)).order_by("pk"))
    rest = sum(line.net - line.credited for line in lines)
    left = rest if net is None else net
    if not 0 < left <= rest:
        raise Refused("A credit note must be for more than £0.00, and at most what is left of its invoice.")
    for line in lines:
        taken = min(left, line.net - line.credited)
        if taken:
            after, before = line.credited + taken, line.credited
            yield Part(line, taken, vat_on(after, line.basis_points) - vat_on(before, line.basis_points))
        left -= taken


def _post(note: CreditNote, payer: Payer) -> None:
    ledger.post(
        reference=f"credit-note:{note.pk}",
        description=f"{note.reference} for {note.invoice.reference}, {note.invoice.payer_name}"[:200],
        posted_on=note.issued_on,
        lines=[
            Line(INCOME[Invoice.Kind(note.invoice.kind)], note.net),
            Line(chart.VAT, note.vat),
            Line(chart.DEBTORS, -note.total, payer),
        ],
    )
