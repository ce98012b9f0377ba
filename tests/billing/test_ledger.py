"""The ledger balances and stays as it is, whatever the service's role tries in SQL."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from billing import chart
from billing.actions import ledger
from billing.actions.ledger import Line, Unbalanced
from billing.models import Account, Journal, Payer, Posting
from tests.billing.sql import check_now, run

DAY = date(2026, 4, 1)


def post(payer: Payer, reference: str = "invoice:1") -> Journal:
    """£100 and £20 of VAT."""
    lines = [Line(chart.DEBTORS, 12_000, payer), Line(chart.FEES, -10_000), Line(chart.VAT, -2_000)]
    return ledger.post(reference=reference, description="Fee", posted_on=DAY, lines=lines)


def test_a_journal_has_its_postings(payer: Payer) -> None:
    journal = post(payer)
    check_now()

    assert [(each.account.code, each.amount) for each in journal.postings.order_by("pk")] == [
        ("1100", 12_000),
        ("4000", -10_000),
        ("2200", -2_000),
    ]
    assert journal.size == 3


def test_lines_of_zero_are_left_out(payer: Payer) -> None:
    lines = [Line(chart.DEBTORS, 100, payer), Line(chart.FEES, -100), Line(chart.VAT, 0)]

    assert ledger.post(reference="invoice:1", description="", posted_on=DAY, lines=lines).size == 2


def test_unbalanced_lines_are_refused_before_the_database_does(payer: Payer) -> None:
    with pytest.raises(Unbalanced, match=r"differ by -0\.01"):
        ledger.post(
            reference="x:1", description="", posted_on=DAY, lines=[Line(chart.BANK, 99), Line(chart.FEES, -100)]
        )


def test_a_document_is_posted_once(payer: Payer) -> None:
    post(payer)

    with pytest.raises(IntegrityError), transaction.atomic():
        post(payer)


def test_a_reversal_is_the_opposite_and_happens_once(payer: Payer) -> None:
    journal = post(payer)
    lines = [Line(chart.DEBTORS, -12_000, payer), Line(chart.FEES, 10_000), Line(chart.VAT, 2_000)]
    ledger.post(reference="refund:1", description="Mistake", posted_on=DAY, lines=lines, reverses=journal)
    check_now()

    sums = Posting.objects.values_list("account").annotate(total=Sum("amount")).values_list("total", flat=True)
    assert [*sums] == [0, 0, 0]
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.post(reference="refund:2", description="Again", posted_on=DAY, lines=lines, reverses=journal)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE billing_posting SET amount = 1",
        "DELETE FROM billing_posting",
        "TRUNCATE billing_posting",
        "UPDATE billing_journal SET size = 4",
        "DELETE FROM billing_journal",
        "UPDATE billing_account SET code = '9999'",
        "INSERT INTO billing_account (code, name, kind, per_payer) VALUES ('9999', 'Mine', 'asset', false)",
        "ALTER TABLE billing_posting DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_balances ON billing_posting",
        "CREATE OR REPLACE FUNCTION billing_journal_balances() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NULL; END $$",
        "SET session_replication_role = replica",
    ],
)
def test_the_service_can_only_add(payer: Payer, sql: str) -> None:
    post(payer)

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        run(sql)


JOURNAL = """
INSERT INTO billing_journal (reference, description, posted_on, size, reverses_id)
VALUES ('forged:1', '', '2026-04-01', {size}, {reverses})
"""
POSTING = """
INSERT INTO billing_posting (journal_id, account_id, payer_id, amount)
SELECT journal.id, account.id, {payer}, {amount} FROM billing_journal AS journal, billing_account AS account
WHERE journal.reference = '{reference}' AND account.code = '{account}'
"""


def journal(*, size: int = 2, reverses: str = "NULL") -> str:
    return JOURNAL.format(size=size, reverses=reverses)


def posting(account: str, amount: int, *, reference: str = "forged:1", payer: str = "NULL") -> str:
    return POSTING.format(account=account, amount=amount, reference=reference, payer=payer)


FIRST = "(SELECT id FROM billing_journal WHERE reference = 'invoice:1')"
PAYER = "(SELECT min(id) FROM billing_payer)"


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ([journal()], "has 0 postings, not 2"),
        ([journal(size=0)], "journal_has_two_sides"),
        ([journal(), posting("1200", 100)], "has 1 postings, not 2"),
        ([journal(), posting("1200", 100), posting("4000", -99)], "does not balance: 1"),
        ([journal(), posting("1200", 0), posting("4000", 0)], "posting_has_an_amount"),
        (
            [posting("1200", 100, reference="invoice:1"), posting("4000", -100, reference="invoice:1")],
            "has 5 postings, not 3",
        ),
        ([journal(), posting("1100", 100), posting("4000", -100)], "names a payer"),
        ([journal(), posting("1200", 100), posting("4000", -100, payer=PAYER)], "names a payer"),
        ([journal(reverses=FIRST), posting("1200", 100), posting("4000", -100)], "not the opposite"),
        (
            [
                journal(size=3, reverses=FIRST),
                posting("1100", -12_000, payer=PAYER),
                posting("4000", 12_000),
                posting("2200", 2_000),
            ],
            "does not balance: 2000",
        ),
    ],
)
def test_what_does_not_balance_is_refused_when_the_transaction_ends(
    payer: Payer, statements: list[str], message: str
) -> None:
    post(payer)
    check_now()

    with pytest.raises(DatabaseError, match=message):
        run(";".join(statements))

    assert Journal.objects.count() == 1


def test_ignoring_pgtriggers_triggers_does_not_help(payer: Payer) -> None:
    statements = ["SET LOCAL pgtrigger.ignore = '{billing_posting:journal_balances,billing_journal:journal_balances}'"]

    with pytest.raises(DatabaseError, match="does not balance"):
        run(";".join([*statements, journal(), posting("1200", 100), posting("4000", -99)]))


def test_it_is_checked_by_a_real_commit(transactional_db: None, payer: Payer) -> None:
    with (
        pytest.raises(DatabaseError, match="does not balance"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(";".join([journal(), posting("1200", 100), posting("4000", -99)]))

    assert Journal.objects.count() == 0


@pytest.mark.parametrize("code", [getattr(chart, name) for name in dir(chart) if name.isupper()])
def test_each_code_is_an_account(public: None, code: str) -> None:
    assert Account.objects.get(code=code).per_payer == (code == chart.DEBTORS)
