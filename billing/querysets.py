"""Filters of plans, prices, payers, splits, the ledger and what is at Stripe."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest, Least

from billing.money import Pence

if TYPE_CHECKING:
    from billing.models import (  # noqa: F401 (querysets name them)
        Account,
        FeeSplit,
        Invoice,
        Journal,
        Payer,
        Plan,
        Posting,
        Price,
        StripeCall,
        StripeEvent,
        StripeObject,
        Subscription,
        VatRate,
    )
    from tenants.models import Partnership


class PriceQuerySet(QuerySet["Price"]):
    """Prices of plans."""

    def at(self, day: date, *, plan: Plan, announced_by: date) -> Price | None:
        """The plan's price on a day, of those that were announced by another. Of the same day, the one announced last
        counts.
        """
        known = self.filter(plan=plan, from_day__lte=day, announced_on__lte=announced_by)
        return known.order_by("-from_day", "-announced_on").first()


class VatRateQuerySet(QuerySet["VatRate"]):
    """Rates of VAT."""

    def at(self, day: date, *, code: str) -> VatRate | None:
        """The rate on a day."""
        return self.filter(code=code, from_day__lte=day).order_by("-from_day").first()


class SubscriptionQuerySet(QuerySet["Subscription"]):
    """Subscriptions."""

    def of(self, partnership: Partnership) -> Self:
        return self.filter(partnership=partnership)

    def covering(self, day: date) -> Self:
        """Those that have started and not ended."""
        return self.filter(starts_on__lte=day).exclude(ends_on__lte=day)

    def latest_first(self) -> Self:
        return self.order_by("-starts_on")


class PayerQuerySet(QuerySet["Payer"]):
    """Payers."""

    def of(self, partnership: Partnership) -> Self:
        return self.filter(partnership=partnership)

    def itself(self) -> Payer | None:
        """The partnership itself."""
        return self.filter(agency_code="").first()

    def locked(self) -> Self:
        """Locked until the end of the transaction, in the same order everywhere, so that nobody waits in a circle."""
        return self.select_for_update(of=("self",)).order_by("pk")

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class FeeSplitQuerySet(QuerySet["FeeSplit"]):
    """Splits of fees."""

    def of(self, partnership: Partnership) -> Self:
        return self.filter(partnership=partnership)

    def for_period(self, starts_on: date) -> FeeSplit | None:
        """The approved split for a period that starts on a day. Of the same day, the one approved last counts."""
        approved = self.filter(state="approved", from_day__lte=starts_on)
        return approved.order_by("-from_day", "-decided_at", "-pk").first()


class AccountQuerySet(QuerySet["Account"]):
    """The chart of accounts."""

    def by_code(self) -> Self:
        return self.order_by("code")


class JournalQuerySet(QuerySet["Journal"]):
    """Journals."""

    def of_document(self, reference: str) -> Journal:
        """The journal of a document, such as `invoice:31`. Raises DoesNotExist."""
        return self.get(reference=reference)


class PostingQuerySet(QuerySet["Posting"]):
    """Postings."""

    def between(self, first: date, last: date) -> Self:
        """Of journals that count for these days, both included."""
        return self.filter(journal__posted_on__range=(first, last))

    def until(self, last: date) -> Self:
        """Of journals that count for a day or earlier."""
        return self.filter(journal__posted_on__lte=last)

    def before(self, first: date) -> Self:
        return self.filter(journal__posted_on__lt=first)

    def owed_by(self, partnership: Partnership) -> Self:
        """Those of debtors that name a payer of the partnership."""
        return self.filter(account__per_payer=True, payer__partnership=partnership)

    def oldest_first(self) -> Self:
        return self.order_by("journal__posted_on", "journal_id", "pk")

    def with_names(self) -> Self:
        return self.select_related("journal__reverses", "account", "payer")

    def totals(self) -> dict[int, Pence]:
        """The sum of each account, by its primary key."""
        return dict(self.order_by().values_list("account").annotate(total=Sum("amount")))

    def total(self) -> Pence:
        return int(self.aggregate(total=Sum("amount", default=0))["total"])


class InvoiceQuerySet(QuerySet["Invoice"]):
    """Invoices, and what is still to pay of them."""

    def of(self, partnership: Partnership) -> Self:
        return self.filter(payer__partnership=partnership)

    def of_period(self, subscription: Subscription, starts_on: date) -> Self:
        """For the fee of the period that starts on a day."""
        return self.filter(subscription=subscription, period_starts_on=starts_on)

    def from_period(self, subscription: Subscription, starts_on: date) -> Self:
        """For the fees of the periods that start on a day or later."""
        return self.filter(subscription=subscription, period_starts_on__gte=starts_on)

    def by_number(self) -> Self:
        return self.order_by("number")

    def with_balance(self) -> Self:
        """With `credited`, `received` (payments less refunds), `written_off` and `outstanding`, in pence.

        Money that comes above what is to pay counts against the write-off first, so less is written off then.
        """
        from billing.models import CreditNote, Payment, Refund, WriteOff  # they import this module

        paid = _sum_of(Payment.objects.filter(invoice=OuterRef("pk")), "invoice")
        refunded = _sum_of(Refund.objects.filter(payment__invoice=OuterRef("pk")), "payment__invoice")
        approved = WriteOff.objects.filter(invoice=OuterRef("pk"), state="approved")
        counted = self.annotate(
            credited=_sum_of(CreditNote.objects.filter(invoice=OuterRef("pk")), "invoice", of="total"),
            received=paid - refunded,
        )
        unpaid = F("total") - F("credited") - F("received")
        written_off = Least(_sum_of(approved, "invoice"), Greatest(unpaid, 0))
        return counted.annotate(written_off=written_off).annotate(outstanding=unpaid - F("written_off"))

    def balances(self) -> QuerySet[Invoice, dict[str, Any]]:
        """The amounts of `with_balance` only."""
        amounts: QuerySet[Invoice, Any] = self.with_balance()
        return amounts.values(*("total", "credited", "received", "written_off"))

    def to_pay(self) -> Self:
        """Those of which something is still to pay."""
        return self.with_balance().filter(outstanding__gt=0)

    def overdue(self, on: date) -> Self:
        """Those to pay that were due before a day."""
        return self.to_pay().filter(due_on__lt=on)

    def creditable(self) -> Self:
        """Those of which a credit note can still take something back."""
        return self.with_balance().filter(total__gt=F("credited") + F("written_off"))

    def overpaid(self) -> Self:
        """Those for which more was received than is due, so that the payer gets a refund."""
        return self.with_balance().filter(outstanding__lt=0)


def _sum_of(rows: QuerySet[Any], invoice: str, *, of: str = "amount") -> Coalesce:
    """The sum for each invoice, as a subquery of its own, so that joins do not count a row twice."""
    summed = rows.order_by().values(invoice).annotate(sum=Sum(of)).values("sum")
    return Coalesce(Subquery(summed), 0)


class StripeObjectQuerySet(QuerySet["StripeObject"]):
    """Objects at Stripe."""

    def with_id(self, stripe_id: str) -> StripeObject | None:
        """The object with Stripe's id, if it is ours."""
        return self.filter(stripe_id=stripe_id).first()

    def of_record(self, about: str, *, kind: str) -> StripeObject | None:
        """The object of a kind that belongs to a record of ours, if it has been made."""
        return self.filter(about=about, kind=kind).first()


class StripeCallQuerySet(QuerySet["StripeCall"]):
    """Calls of Stripe."""

    def locked(self) -> Self:
        return self.select_for_update()

    def unfinished(self) -> Self:
        """Those that are not known to be done or refused, oldest first."""
        return self.filter(state__in=["waiting", "sent"]).order_by("pk")


class StripeEventQuerySet(QuerySet["StripeEvent"]):
    """Events of Stripe."""

    def is_known(self, event_id: str) -> bool:
        """Whether the event has been received."""
        return self.filter(event_id=event_id).exists()

    def known_among(self, event_ids: list[str]) -> set[str]:
        """Those of these events that have been received."""
        return set(self.filter(event_id__in=event_ids).values_list("event_id", flat=True))

    def without_effect(self, invoice_id: str) -> Self:
        """Events that came before their invoice was known to be ours."""
        return self.filter(invoice_id=invoice_id, outcome="unknown")
