"""Trial balance, statement and the accountant's CSV say what was posted."""

import csv
from datetime import date
from io import StringIO

import pytest
from pytest_django import DjangoAssertNumQueries

from billing import actions
from billing.models import Payer, Payment, Refund
from billing.statements import journals_csv, statement, trial_balance
from core.access.principal import SYSTEM

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
END = date(2026, 12, 31)


@pytest.fixture
def history(payer: Payer, agencies: list[Payer]) -> None:
    """Two invoices in May, a payment and its correction in June."""
    for number, debtor in enumerate((payer, agencies[0])):
        invoice = actions.invoice_cost_share(
            key=f"change-{number}", payer=debtor, amount=10_000, text="Share", issued_on=MAY, by=SYSTEM
        )
    payment = actions.record_payment(
        key="bank-1",
        invoice=invoice,
        amount=12_000,
        method=Payment.Method.BANK_TRANSFER,
        reference="=cmd|4711",
        received_on=JUNE,
        by=SYSTEM,
    )
    actions.refund(
        key="fix-1",
        payment=payment,
        amount=12_000,
        kind=Refund.Kind.CORRECTION,
        refunded_on=JUNE,
        reason="Another invoice",
        by=SYSTEM,
    )


@pytest.mark.usefixtures("history")
def test_the_trial_balance_is_zero_together() -> None:
    before, after = trial_balance(MAY), trial_balance(END)

    assert {each.account.code: each.total for each in before} == {
        "1100": 24_000,
        "1200": 0,
        "1250": 0,
        "2200": -4_000,
        "4000": 0,
        "4100": -20_000,
        "8100": 0,
    }
    assert sum(each.total for each in after) == 0


@pytest.mark.usefixtures("history")
def test_a_statement_adds_up_line_by_line(payer: Payer) -> None:
    lines = [*statement(payer.partnership, JUNE, END)]

    assert [(line.amount, line.balance) for line in lines] == [(0, 24_000), (-12_000, 12_000), (12_000, 24_000)]
    assert lines[1].payer == "Alpha Constabulary"
    assert lines[1].description == "Payment =cmd|4711 of INV-000002, Alpha Constabulary"
    assert [line.balance for line in statement(payer.partnership, MAY, MAY)] == [0, 12_000, 24_000]


@pytest.mark.usefixtures("history")
def test_the_accountants_csv_has_each_posting() -> None:
    rows = [*csv.DictReader(StringIO(journals_csv(MAY, END).decode("utf-8")))]

    assert len(rows) == 2 * 3 + 2 + 2
    assert rows[0]["Debit"] == "120.00"
    assert (rows[1]["Account"], rows[1]["Debit"], rows[1]["Credit"]) == ("4100", "", "100.00")
    assert rows[0]["Date"] == "2026-05-01"
    assert rows[-1]["Reverses"] == rows[-3]["Reference"]
    for column in ("Debit", "Credit"):
        assert sum(round(float(row[column] or 0) * 100) for row in rows) == 48_000


@pytest.mark.usefixtures("history")
def test_a_longer_history_needs_no_more_queries(
    payer: Payer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        actions.invoice_cost_share(key=f"more-{number}", payer=payer, amount=5, text="Share", issued_on=MAY, by=SYSTEM)

    with django_assert_num_queries(2):
        assert len([*statement(payer.partnership, MAY, END)]) == 1 + 2 + 2 + 20
    with django_assert_num_queries(2):
        trial_balance(END)
