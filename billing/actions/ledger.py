"""Posting to the ledger. Only the action that issues a document calls this, in the document's own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from billing.models import Account, Journal, Payer, Posting
from billing.money import Pence, pounds


class Unbalanced(ValueError):
    """Raised for postings that do not sum to zero. The database would refuse them when the transaction ends."""


@dataclass(frozen=True)
class Line:
    """A debit (positive) or a credit (negative) of an account. Debtors name the payer."""

    account: str
    amount: Pence
    payer: Payer | None = None


@transaction.atomic
def post(
    *,
    reference: str,
    description: str,
    posted_on: date,
    lines: Iterable[Line],
    reverses: Journal | None = None,
) -> Journal:
    """Posts a journal. Lines of £0.00 are left out. A correction is the exact opposite of the journal it reverses.

    Raises Unbalanced, and IntegrityError for a reference that has been posted already.
    """
    lines = [line for line in lines if line.amount]
    if balance := sum(line.amount for line in lines):
        raise Unbalanced(f"The postings of {reference} differ by {pounds(balance)}.")
    accounts = Account.objects.in_bulk([line.account for line in lines], field_name="code")
    journal = Journal.objects.create(
        reference=reference, description=description, posted_on=posted_on, size=len(lines), reverses=reverses
    )
    Posting.objects.bulk_create(
        [
            Posting(journal=journal, account=accounts[line.account], payer=line.payer, amount=line.amount)
            for line in lines
        ]
    )
    return journal
