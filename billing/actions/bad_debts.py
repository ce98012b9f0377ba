"""Keeping bad debts in the ledger at what an invoice still has written off."""

from datetime import date

from billing import chart
from billing.actions import ledger
from billing.actions.ledger import Line
from billing.balances import balance_of
from billing.models import Invoice, Payer
from billing.money import Pence


def written_off_before(invoice: Invoice) -> Pence:
    """What is written off of an invoice now. The caller has locked its payer, and passes it to `post_change`."""
    return balance_of(invoice).written_off


def post_change(invoice: Invoice, payer: Payer, *, before: Pence, document: str, posted_on: date) -> None:
    """Posts what a document, such as `payment:31`, changed of what is written off.

    A payment of a debt that was written off makes it a debt again first. If the payment is returned, it is written
    off again.
    """
    change = balance_of(invoice).written_off - before
    if not change:
        return
    text = "Written off again" if change > 0 else "Write-off reversed"
    ledger.post(
        reference=f"write-off-change:{document}",
        description=f"{text}, {invoice.reference}, {invoice.payer_name}"[:200],
        posted_on=posted_on,
        lines=[Line(chart.BAD_DEBTS, change), Line(chart.DEBTORS, -change, payer)],
    )
