"""Invoices for the fee of a period and for cost shares: complete, issued once, and in the ledger."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from billing import actions
from billing.actions import Share
from billing.balances import balance_of
from billing.models import FeeSplit, Invoice, Journal, Payer, Subscription
from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit.models import Entry
from tenants.models import Partnership
from tests.billing.conftest import STARTS
from tests.billing.sql import check_now, postings_of, run

NEXT = date(2027, 4, 1)


@pytest.fixture
def split(agencies: list[Payer], subscription: Subscription, olive: User, oscar: User) -> FeeSplit:
    """A third each, approved."""
    proposed = actions.propose_split(
        partnership=subscription.partnership,
        from_day=STARTS,
        method=FeeSplit.Method.WEIGHTS,
        shares={payer: Share(weight=1) for payer in agencies},
        by=olive,
    )
    return actions.approve_split(split=proposed, by=oscar)


def invoice_fee(subscription: Subscription, starts_on: date = STARTS) -> list[Invoice]:
    return actions.invoice_fee(subscription=subscription, starts_on=starts_on, issued_on=starts_on, by=SYSTEM)


def test_the_partnership_pays_one_invoice(subscription: Subscription, payer: Payer) -> None:
    [invoice] = invoice_fee(subscription)
    check_now()

    assert (invoice.net, invoice.vat, invoice.total) == (1_950_000, 390_000, 2_340_000)
    assert (invoice.issued_on, invoice.tax_point, invoice.due_on) == (STARTS, STARTS, date(2026, 5, 1))
    assert (invoice.payer_name, invoice.payer_address) == ("Alpha Partnership", "1 Civic Square\nAlphaton")
    assert (invoice.seller_name, invoice.seller_vat_number) == ("Hosting Company Ltd", "GB 123 4567 89")
    line = invoice.lines.get()
    assert line.description == "SafetyNet for one partnership, 1 April 2026 to 31 March 2027"
    assert (line.net, line.vat_code, line.basis_points, line.vat) == (1_950_000, "standard", 2_000, 390_000)
    assert postings_of(f"invoice:{invoice.pk}") == {"1100": 2_340_000, "4000": -1_950_000, "2200": -390_000}
    assert Entry.objects.get(event="invoice.issued").details == {"number": "INV-000001", "amount": 2_340_000}


def test_each_agency_gets_the_invoice_of_its_share(subscription: Subscription, split: FeeSplit) -> None:
    invoices = invoice_fee(subscription)
    check_now()

    assert [invoice.reference for invoice in invoices] == ["INV-000001", "INV-000002", "INV-000003"]
    assert [invoice.net for invoice in invoices] == [650_000] * 3
    assert [invoice.purchase_order for invoice in invoices] == ["PO-0", "PO-1", "PO-2"]
    assert {invoice.split for invoice in invoices} == {split}
    assert invoices[0].lines.get().description.endswith(", share of £19,500.00")


def test_32_agencies_pay_the_fee_to_the_penny(subscription: Subscription, olive: User, oscar: User) -> None:
    partnership = subscription.partnership
    payers = [
        actions.add_payer(
            partnership=partnership,
            agency_code=f"AG{number:02}",
            name=f"Agency {number}",
            billing_address="High Street",
            mailbox="finance@agency.example",
            by=olive,
        )
        for number in range(32)
    ]
    proposed = actions.propose_split(
        partnership=partnership,
        from_day=STARTS,
        method=FeeSplit.Method.WEIGHTS,
        shares={payer: Share(weight=1) for payer in payers},
        by=olive,
    )
    actions.approve_split(split=proposed, by=oscar)

    invoices = invoice_fee(subscription)
    check_now()

    assert len(invoices) == 32
    assert sum(invoice.net for invoice in invoices) == 1_950_000
    assert sum(invoice.vat for invoice in invoices) == 16 * (12_187 + 12_188)  # each rounded: 1,950 pounds in all


def test_a_period_is_invoiced_once(subscription: Subscription, split: FeeSplit) -> None:
    assert invoice_fee(subscription) == invoice_fee(subscription)
    assert Invoice.objects.count() == Journal.objects.count() == 3


def test_each_year_has_its_own_invoices(subscription: Subscription, payer: Payer) -> None:
    [first], [second] = invoice_fee(subscription), invoice_fee(subscription, NEXT)

    assert first.period_ends_on == second.period_starts_on == NEXT


def test_a_part_of_a_year_costs_its_part(partnership: Partnership, subscription: Subscription, payer: Payer) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(starts_on=date(2026, 10, 1))

    [invoice] = invoice_fee(subscription, date(2026, 10, 1))

    assert invoice.net == 972_329


def test_a_split_cannot_be_approved_for_a_period_that_is_invoiced(
    subscription: Subscription, split: FeeSplit, agencies: list[Payer], olive: User, oscar: User
) -> None:
    late = actions.propose_split(
        partnership=subscription.partnership,
        from_day=STARTS,
        method=FeeSplit.Method.WEIGHTS,
        shares={agencies[0]: Share(weight=1)},
        by=olive,
    )
    invoice_fee(subscription)

    with pytest.raises(Refused, match="1 April 2026 has already been invoiced"):
        actions.approve_split(split=late, by=oscar)


def test_the_rate_of_vat_is_that_of_the_tax_point(subscription: Subscription, payer: Payer, olive: User) -> None:
    actions.add_vat_rate(code="standard", basis_points=1_750, from_day=NEXT, by=olive)

    assert [invoice_fee(subscription, day)[0].vat for day in (STARTS, NEXT)] == [390_000, 341_250]


def test_a_later_change_of_the_payer_leaves_the_invoice_alone(
    subscription: Subscription, payer: Payer, olive: User
) -> None:
    [invoice] = invoice_fee(subscription)
    actions.change_payer(payer=payer, name="Renamed", by=olive)

    invoice.refresh_from_db()
    assert invoice.payer_name == "Alpha Partnership"


@pytest.mark.parametrize("missing", ["SELLER_NAME", "SELLER_ADDRESS", "SELLER_VAT_NUMBER"])
def test_without_all_of_the_seller_no_invoice_is_issued(
    subscription: Subscription, payer: Payer, missing: str
) -> None:
    with (
        override_settings(**{missing: ""}),
        pytest.raises(Refused, match="Set SELLER_NAME, SELLER_ADDRESS and SELLER_VAT_NUMBER"),
    ):
        invoice_fee(subscription)


def test_only_operators_and_the_service_issue_invoices(subscription: Subscription, payer: Payer) -> None:
    erin = User.objects.create_user("erin@home.example", "Erin")

    with pytest.raises(Refused, match="Only operators"):
        actions.invoice_fee(subscription=subscription, starts_on=STARTS, issued_on=STARTS, by=erin)
    assert Invoice.objects.count() == 0


def cost_share(payer: Payer, *, key: str = "change-7", amount: int = 33_333) -> Invoice:
    return actions.invoice_cost_share(
        key=key, payer=payer, amount=amount, text="Share of change 7: maps", issued_on=STARTS, by=SYSTEM
    )


def test_a_cost_share_is_invoiced_exactly_once(payer: Payer) -> None:
    invoice = cost_share(payer)
    check_now()

    assert cost_share(payer) == invoice
    assert (invoice.net, invoice.vat, invoice.kind) == (33_333, 6_667, "cost-share")
    assert postings_of(f"invoice:{invoice.pk}") == {"1100": 40_000, "4100": -33_333, "2200": -6_667}
    assert Invoice.objects.count() == 1


def test_a_key_with_another_amount_or_payer_is_refused(payer: Payer, agencies: list[Payer]) -> None:
    cost_share(payer)

    for other in ({"payer": payer, "amount": 1}, {"payer": agencies[0]}):
        with pytest.raises(Refused, match="INV-000001 was issued for this cost share"):
            cost_share(**other)


@pytest.mark.parametrize("amount", [0, -5])
def test_an_invoice_is_for_more_than_zero(payer: Payer, amount: int) -> None:
    with pytest.raises(Refused, match=r"more than £0\.00"):
        cost_share(payer, amount=amount)


def test_what_is_to_pay_overdue_and_overpaid(payer: Payer) -> None:
    invoice = cost_share(payer)

    assert [*Invoice.objects.to_pay()] == [invoice]
    assert [*Invoice.objects.overdue(invoice.due_on)] == []
    assert [*Invoice.objects.overdue(invoice.due_on + timedelta(days=1))] == [invoice]
    assert [*Invoice.objects.overpaid()] == []
    assert [*Invoice.objects.of(payer.partnership)] == [invoice]
    assert balance_of(invoice).outstanding == 40_000


LINE = (
    "INSERT INTO billing_invoiceline (invoice_id, description, net, vat_code, basis_points, vat) "
    "SELECT id, 'More', {net}, 'standard', 2000, {vat} FROM billing_invoice"
)
COPY = (
    "INSERT INTO billing_invoice (number, key, kind, payer_id, payer_name, payer_address, purchase_order, "
    "seller_name, seller_address, seller_vat_number, issued_on, tax_point, due_on, currency, net, vat, total) "
    "SELECT {number}, 'forged', kind, payer_id, payer_name, payer_address, '', seller_name, seller_address, "
    "seller_vat_number, issued_on, tax_point, due_on, '{currency}', net, vat, total FROM billing_invoice"
)
TAKE = "UPDATE billing_numberseries SET last = last + {step} WHERE code = 'invoice'"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE billing_invoice SET total = 1", "permission denied"),
        ("UPDATE billing_invoiceline SET description = ''", "permission denied"),
        ("DELETE FROM billing_invoice", "permission denied"),
        (LINE.format(net=100, vat=20), "do not add up"),
        (LINE.format(net=0, vat=0), "more_than_nothing"),
        (LINE.format(net=100, vat=19), "vat_rounded"),
        (COPY.format(number=2, currency="GBP"), "number 2 of invoice was not taken"),
        (COPY.format(number=1, currency="GBP"), "duplicate key"),
        (COPY.format(number=1, currency="EUR"), "in_pounds"),
        (TAKE.format(step=1), "taken for no document"),
        (TAKE.format(step=2), "follow each other"),
        (TAKE.format(step=-1), "follow each other"),
        (f"{TAKE.format(step=1)}; {COPY.format(number=2, currency='GBP')}", "do not add up"),
        (
            f"{TAKE.format(step=1)}; {COPY.format(number=2, currency='GBP')}; "
            "INSERT INTO billing_invoiceline (invoice_id, description, net, vat_code, basis_points, vat) "
            "SELECT id, 'Forged', net, 'standard', 2000, vat FROM billing_invoice WHERE number = 2",
            "is not posted to the ledger",
        ),
    ],
)
def test_the_database_keeps_issued_invoices_complete_and_gapless(payer: Payer, sql: str, message: str) -> None:
    cost_share(payer)
    check_now()

    with pytest.raises(DatabaseError, match=message):
        run(sql)


def test_an_invoice_that_fails_leaves_no_gap(payer: Payer, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("billing.actions.ledger.post", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            cost_share(payer)

    assert cost_share(payer).number == 1
    assert Entry.objects.filter(event="invoice.issued").count() == 1


def test_a_number_is_checked_by_a_real_commit(transactional_db: None, payer: Payer) -> None:
    cost_share(payer)

    with pytest.raises(DatabaseError, match="taken for no document"), transaction.atomic():
        connection.cursor().execute(TAKE.format(step=1))
