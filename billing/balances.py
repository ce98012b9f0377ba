"""What is still to pay of an invoice."""

from dataclasses import dataclass

from billing.models import Invoice
from billing.money import Pence


@dataclass(frozen=True, kw_only=True)
class Balance:
    """An invoice in money. `received` is payments less refunds."""

    total: Pence
    credited: Pence
    received: Pence
    written_off: Pence

    @property
    def outstanding(self) -> Pence:
        """What is still to pay; negative if more was received than is due."""
        return self.total - self.credited - self.received - self.written_off

    @property
    def can_be_refunded(self) -> Pence:
        """What was received above what is due."""
        return max(0, -self.outstanding)


def balance_of(invoice: Invoice) -> Balance:
    """The invoice's balance now. Lock its payer first if something follows from it."""
    row = Invoice.objects.filter(pk=invoice.pk).balances().get()
    return Balance(**{name: row[name] for name in ("total", "credited", "received", "written_off")})
