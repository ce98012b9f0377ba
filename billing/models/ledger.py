"""The ledger: double entry in integer pence. Nothing in it is changed or deleted.

The database refuses, when a transaction ends, a journal whose postings do not sum to zero, one that gets a posting
more later, and a reversal that is not the exact opposite (migration `ledger_balances`).
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.payers import Payer
from billing.querysets import AccountQuerySet, JournalQuerySet, PostingQuerySet


class Account(models.Model):
    """An account of the chart in `docs/billing.md`. A release adds accounts; the service cannot."""

    class Kind(models.TextChoices):
        ASSET = "asset", "Asset"
        LIABILITY = "liability", "Liability"
        INCOME = "income", "Income"
        EXPENSE = "expense", "Expense"

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    per_payer = models.BooleanField()  # whether each posting names a payer

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["asset", "liability", "income", "expense"]), name="account_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Journal(models.Model):
    """One transaction of the ledger, posted with the document that it is for, such as `invoice:31`."""

    reference = models.CharField(max_length=80, unique=True)  # so that a document is posted once
    description = models.CharField(max_length=200)
    posted_on = models.DateField()  # the day that it counts for
    posted_at = models.DateTimeField(db_default=Now())
    size = models.PositiveSmallIntegerField()  # how many postings it has, so that it gets no more later
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    objects = JournalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=2), name="journal_has_two_sides"),
            models.CheckConstraint(condition=~Q(reference=""), name="journal_has_a_reference"),
        ]
        indexes = [models.Index(fields=["posted_on", "id"], name="journal_by_day")]

    def __str__(self) -> str:
        return self.reference


class Posting(models.Model):
    """One side of a journal: a debit is positive, a credit negative."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField()  # pence

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_has_an_amount")]

    def __str__(self) -> str:
        return f"{self.account} in {self.journal}"
