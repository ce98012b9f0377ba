"""The ledger for people: trial balance, statement of a partnership, and the accountant's journals as CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from billing.models import Account, Posting
from billing.money import Pence
from core.access.lists.files import CsvFile
from tenants.models import Partnership


@dataclass(frozen=True)
class AccountTotal:
    """An account and the sum of its postings. A debit is positive."""

    account: Account
    total: Pence


@dataclass(frozen=True)
class StatementLine:
    """What changed what a partnership owes, and what it owes after it."""

    day: date
    payer: str
    description: str
    amount: Pence
    balance: Pence


def trial_balance(on: date) -> list[AccountTotal]:
    """The balance of every account at the end of a day, by code. Together they are zero."""
    totals = Posting.objects.until(on).totals()
    return [AccountTotal(account, totals.get(account.pk, 0)) for account in Account.objects.by_code()]


def statement(partnership: Partnership, first: date, last: date) -> Iterator[StatementLine]:
    """What a partnership's payers were charged and credited, and paid, in these days; first what was owed before."""
    owed = Posting.objects.owed_by(partnership)
    balance = owed.before(first).total()
    yield StatementLine(first, "", "Balance brought forward", 0, balance)
    for posting in owed.between(first, last).oldest_first().with_names():
        balance += posting.amount
        journal = posting.journal
        payer = posting.payer.name if posting.payer else ""
        yield StatementLine(journal.posted_on, payer, journal.description, posting.amount, balance)


COLUMNS = ("Date", "Reference", "Description", "Account", "Account name", "Payer", "Debit", "Credit", "Reverses")


def journals_csv(first: date, last: date) -> bytes:
    """All postings of these days for the accountant's software, amounts in pounds with two decimals."""
    file = CsvFile("Journals")
    file.write(COLUMNS)
    for posting in Posting.objects.between(first, last).oldest_first().with_names().iterator(chunk_size=2_000):
        journal, account = posting.journal, posting.account
        file.write(
            [
                journal.posted_on,
                journal.reference,
                journal.description,
                account.code,
                account.name,
                posting.payer.name if posting.payer else "",
                _decimal(max(posting.amount, 0)),
                _decimal(max(-posting.amount, 0)),
                journal.reverses.reference if journal.reverses else "",
            ]
        )
    return file.finished()


def _decimal(amount: Pence) -> str:
    """Pounds without separators, as software reads them: `19500.00`; empty for nothing."""
    return f"{amount // 100}.{amount % 100:02}" if amount else ""
