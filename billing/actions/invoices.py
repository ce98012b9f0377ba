"""Issuing invoices: the fee of a period, and cost shares. Each is posted to the ledger in the same transaction."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from billing import chart, events, rules
from billing.actions import ledger
from billing.actions.ledger import Line
from billing.actions.numbers import take_number
from billing.fees import fee_for, period_of, shares, split_for
from billing.models import FeeSplit, Invoice, InvoiceLine, NumberSeries, Payer, Subscription, VatRate
from billing.money import Pence, pounds, vat_on
from billing.periods import Period
from core.access.principal import Principal
from core.access.verdict import Refused
from core.audit import recording

DUE_AFTER = timedelta(days=30)
INCOME = {Invoice.Kind.FEE: chart.FEES, Invoice.Kind.COST_SHARE: chart.COST_SHARES}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an invoice is for, before it has a number."""

    key: str
    kind: Invoice.Kind
    payer: Payer
    description: str
    net: Pence
    purchase_order: str
    subscription: Subscription | None = None
    split: FeeSplit | None = None
    period: Period | None = None


@transaction.atomic
def invoice_fee(*, subscription: Subscription, starts_on: date, issued_on: date, by: Principal) -> list[Invoice]:
    """Issues the invoices for the fee of a period, one for each payer that the approved split names.

    A period is invoiced once: another call returns the same invoices. Raises Refused if there is no such period, price
    or payer, and SplitError if the split does not fit the fee.
    """
    rules.can_manage(by).enforce()
    partnership = subscription.partnership
    payers = {payer.pk: payer for payer in Payer.objects.of(partnership).locked()}
    period = period_of(Subscription.objects.get(pk=subscription.pk), starts_on)
    if issued := list(Invoice.objects.of_period(subscription, starts_on).by_number()):
        return issued
    fee, split = fee_for(subscription, period), split_for(partnership, period)
    drafts = [
        Draft(
            key=f"fee:{subscription.pk}:{starts_on}:{payer.pk}",
            kind=Invoice.Kind.FEE,
            payer=payers[payer.pk],
            description=_describe(subscription, period, share, fee),
            net=share,
            purchase_order=payers[payer.pk].purchase_order,
            subscription=subscription,
            split=split,
            period=period,
        )
        for payer, share in shares(partnership, split, fee).items()
    ]
    return [_issue(draft, issued_on, by) for draft in drafts]


@transaction.atomic
def invoice_cost_share(
    *, key: str, payer: Payer, amount: Pence, text: str, issued_on: date, by: Principal, purchase_order: str = ""
) -> Invoice:
    """Issues the invoice for a payer's share in the costs of a change request, without VAT in `amount`.

    Each key is invoiced once: another call with the same payer and amount returns the same invoice, and one with
    others raises Refused.
    """
    rules.can_manage(by).enforce()
    locked = Payer.objects.locked().get(pk=payer.pk)
    draft = Draft(
        key=f"cost-share:{key}",
        kind=Invoice.Kind.COST_SHARE,
        payer=locked,
        description=text,
        net=amount,
        purchase_order=purchase_order or locked.purchase_order,
    )
    if issued := Invoice.objects.filter(key=draft.key).first():
        if (issued.payer_id, issued.net) != (payer.pk, amount):
            raise Refused(
                f"{issued.reference} was issued for this cost share, to another payer or for another amount."
            )
        return issued
    rules.can_be_amount(amount).enforce()
    return _issue(draft, issued_on, by)


def _describe(subscription: Subscription, period: Period, share: Pence, fee: Pence) -> str:
    last_day = period.ends_on - timedelta(days=1)
    part = "" if share == fee else f", share of £{pounds(fee)}"
    return f"{subscription.plan}, {period.starts_on:%-d %B %Y} to {last_day:%-d %B %Y}{part}"


def _issue(draft: Draft, issued_on: date, by: Principal) -> Invoice:
    """Issues an invoice. The caller has locked its payer."""
    if not all((settings.SELLER_NAME, settings.SELLER_ADDRESS, settings.SELLER_VAT_NUMBER)):
        raise Refused("Set SELLER_NAME, SELLER_ADDRESS and SELLER_VAT_NUMBER before the first invoice.")
    rate = VatRate.objects.at(issued_on, code=VatRate.STANDARD)
    if rate is None:
        raise Refused(f"There is no rate of VAT for {issued_on:%-d %B %Y}.")
    vat = vat_on(draft.net, rate.basis_points)
    invoice = Invoice.objects.create(
        number=take_number(NumberSeries.INVOICE),
        net=draft.net,
        vat=vat,
        total=draft.net + vat,
        **_facts(draft, issued_on),
    )
    InvoiceLine.objects.create(
        invoice=invoice,
        description=draft.description,
        net=draft.net,
        vat_code=rate.code,
        basis_points=rate.basis_points,
        vat=vat,
    )
    ledger.post(
        reference=f"invoice:{invoice.pk}",
        description=f"{invoice.reference}, {invoice.payer_name}"[:200],
        posted_on=invoice.tax_point,
        lines=[
            Line(chart.DEBTORS, invoice.total, draft.payer),
            Line(INCOME[draft.kind], -invoice.net),
            Line(chart.VAT, -invoice.vat),
        ],
    )
    recording.record(events.INVOICED, by=by, records=[invoice], number=invoice.reference, amount=invoice.total)
    return invoice


def _facts(draft: Draft, issued_on: date) -> dict[str, object]:
    """What an invoice states besides its amounts."""
    return {
        "key": draft.key,
        "kind": draft.kind,
        "payer": draft.payer,
        "payer_name": draft.payer.name,
        "payer_address": draft.payer.billing_address,
        "purchase_order": draft.purchase_order,
        "seller_name": settings.SELLER_NAME,
        "seller_address": settings.SELLER_ADDRESS,
        "seller_vat_number": settings.SELLER_VAT_NUMBER,
        "issued_on": issued_on,
        "tax_point": issued_on,
        "due_on": issued_on + DUE_AFTER,
        "subscription": draft.subscription,
        "split": draft.split,
        "period_starts_on": draft.period.starts_on if draft.period else None,
        "period_ends_on": draft.period.ends_on if draft.period else None,
    }
