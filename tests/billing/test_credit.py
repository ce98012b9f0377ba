"""Credit notes: they name the invoice, take back at most all of it, and its VAT to the penny."""

from datetime import date

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from billing import actions
from billing.balances import balance_of
from billing.models import CreditNote, Invoice, Payer
from billing.money import vat_on
from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.audit.models import Entry
from tests.billing.sql import check_now, postings_of, run

DAY = date(2026, 5, 1)


@pytest.fixture
def invoice(payer: Payer) -> Invoice:
    """£333.33 and £66.67 of VAT."""
    return actions.invoice_cost_share(
        key="change-7", payer=payer, amount=33_333, text="Share of change 7", issued_on=DAY, by=SYSTEM
    )


def credit(invoice: Invoice, net: int | None = None, key: str = "note-1") -> CreditNote:
    return actions.credit(key=key, invoice=invoice, net=net, reason="Agreed", issued_on=DAY, by=SYSTEM)


def test_a_credit_note_takes_back_the_whole_invoice(invoice: Invoice) -> None:
    note = credit(invoice)
    check_now()

    assert (note.reference, note.net, note.vat, note.total) == ("CN-000001", 33_333, 6_667, 40_000)
    assert postings_of(f"credit-note:{note.pk}") == {"4100": 33_333, "2200": 6_667, "1100": -40_000}
    assert balance_of(invoice).outstanding == 0
    entry = Entry.objects.get(event="credit-note.issued")
    assert entry.details == {"number": "CN-000001", "amount": 40_000, "reason": "Agreed"}
    assert f"billing.invoice:{invoice.pk}" in entry.records


def test_parts_take_back_what_a_single_credit_note_would(invoice: Invoice) -> None:
    parts = [credit(invoice, net, key=f"note-{net}") for net in (1, 2, 11_111, 22_219)]
    check_now()

    assert sum(part.vat for part in parts) == invoice.vat
    assert sum(part.net for part in parts) == invoice.net
    assert balance_of(invoice).outstanding == 0


@given(st.lists(st.integers(1, 10**6), min_size=1), st.integers(0, 10_000))
def test_vat_of_parts_never_drifts(parts: list[int], basis_points: int) -> None:
    """The formula of credit notes: what is due after a part, less what was due before it."""
    before, taken = 0, 0
    for part in parts:
        vat = vat_on(before + part, basis_points) - vat_on(before, basis_points)
        assert vat >= 0
        before, taken = before + part, taken + vat

    assert taken == vat_on(sum(parts), basis_points)


@pytest.mark.parametrize("net", [0, -1, 33_334, 10**19])
def test_no_more_than_the_invoice_is_credited(invoice: Invoice, net: int) -> None:
    with pytest.raises(Refused, match="at most what is left"):
        credit(invoice, net)


def test_an_invoice_is_not_credited_twice(invoice: Invoice) -> None:
    first = credit(invoice)

    assert credit(invoice) == first
    with pytest.raises(Refused, match="at most what is left"):
        credit(invoice, key="note-2")
    with pytest.raises(Refused, match="for another invoice or amount"):
        credit(invoice, 1)


def test_a_key_is_not_used_for_another_invoice(invoice: Invoice, payer: Payer) -> None:
    other = actions.invoice_cost_share(
        key="change-8", payer=payer, amount=33_333, text="Share of change 8", issued_on=DAY, by=SYSTEM
    )
    credit(invoice)

    with pytest.raises(Refused, match="CN-000001 has already been issued, for another invoice or amount"):
        credit(other)


def test_a_part_of_a_cost_share_goes_back_to_an_earlier_payer(invoice: Invoice) -> None:
    note = actions.credit_cost_share(
        key="change-7:joined:9",
        cost_share="change-7",
        amount=10_000,
        reason="Another joined",
        issued_on=DAY,
        by=SYSTEM,
    )

    assert note.invoice == invoice
    assert note.total == 12_000


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE billing_creditnote SET total = 1", "permission denied"),
        ("DELETE FROM billing_creditnoteline", "permission denied"),
        (
            "INSERT INTO billing_creditnoteline (credit_note_id, invoice_line_id, net, vat) "
            "SELECT note.id, line.id, 1, 0 FROM billing_creditnote note, billing_invoiceline line",
            "credit_note_line_once",
        ),
        (
            "UPDATE billing_numberseries SET last = last + 1 WHERE code = 'credit-note'; "
            "INSERT INTO billing_creditnote (number, key, invoice_id, reason, issued_on, net, vat, total) "
            "SELECT 2, 'forged', id, 'x', issued_on, net, vat, total FROM billing_invoice; "
            "INSERT INTO billing_creditnoteline (credit_note_id, invoice_line_id, net, vat) "
            "SELECT note.id, line.id, line.net, line.vat FROM billing_creditnote note, billing_invoiceline line "
            "WHERE note.number = 2",
            "takes back more than its invoice has",
        ),
    ],
)
def test_the_database_keeps_credit_notes_complete(invoice: Invoice, sql: str, message: str) -> None:
    credit(invoice)
    check_now()

    with pytest.raises(DatabaseError, match=message):
        run(sql)
