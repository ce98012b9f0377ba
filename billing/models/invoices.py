"""Invoices and credit notes, as the VAT Regulations 1995 (SI 1995/2518, regulations 14 and 15C) want them.

An invoice is issued when its row is added, and no row here is changed or deleted. What is still to pay follows from
credit notes, payments, refunds and write-offs: see `billing/balances.py`. The database refuses, when a transaction
ends, a document whose lines do not add up to it, that is not in the ledger, or that leaves a gap in its numbers
(migration `documents_are_complete`).
"""

from django.db import models
from django.db.models import F, Q

from billing.models.payers import FeeSplit, Payer
from billing.models.plans import Subscription
from billing.querysets import InvoiceQuerySet


class NumberSeries(models.Model):
    """The last number of a kind of document. The row stays locked until the document's transaction ends."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit-note"

    code = models.CharField(max_length=20, unique=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__in=["invoice", "credit-note"]), name="number_series_known"),
        ]

    def __str__(self) -> str:
        return self.code


def amounts_add_up(name: str) -> models.CheckConstraint:
    """The total is net and VAT, and there is something to pay."""
    adds_up = Q(net__gt=0, vat__gte=0, total=F("net") + F("vat"))
    return models.CheckConstraint(condition=adds_up, name=f"{name}_adds_up")


class Invoice(models.Model):
    """An invoice, with the names, addresses and numbers that it was issued with."""

    class Kind(models.TextChoices):
        FEE = "fee", "Yearly fee"
        COST_SHARE = "cost-share", "Cost share"

    number = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=120, unique=True)  # what it is for, so that it is issued once
    kind = models.CharField(max_length=10, choices=Kind.choices)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="invoices")
    payer_name = models.CharField(max_length=200)
    payer_address = models.TextField(max_length=500)
    purchase_order = models.CharField(max_length=60, blank=True)
    seller_name = models.CharField(max_length=200)
    seller_address = models.TextField(max_length=500)
    seller_vat_number = models.CharField(max_length=20)
    issued_on = models.DateField()
    tax_point = models.DateField()
    due_on = models.DateField()
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, null=True, related_name="invoices")
    split = models.ForeignKey(FeeSplit, on_delete=models.PROTECT, null=True, related_name="+")
    period_starts_on = models.DateField(null=True)
    period_ends_on = models.DateField(null=True)  # the first day after it
    currency = models.CharField(max_length=3, default="GBP")
    net = models.BigIntegerField()  # pence, as all amounts
    vat = models.BigIntegerField()
    total = models.BigIntegerField()

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            amounts_add_up("invoice"),
            models.CheckConstraint(condition=Q(number__gte=1), name="invoice_number_from_1"),
            models.CheckConstraint(condition=Q(currency="GBP"), name="invoice_in_pounds"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_due_after_issue"),
            models.CheckConstraint(
                condition=Q(
                    kind="fee",
                    subscription__isnull=False,
                    period_starts_on__isnull=False,
                    period_ends_on__gt=F("period_starts_on"),
                )
                | Q(kind="cost-share", subscription=None, split=None, period_starts_on=None, period_ends_on=None),
                name="invoice_kind_has_its_fields",
            ),
            models.CheckConstraint(
                condition=~Q(seller_vat_number="") & ~Q(seller_name="") & ~Q(seller_address=""),
                name="invoice_names_the_seller",
            ),
        ]
        indexes = [models.Index(fields=["subscription", "period_starts_on"], name="invoice_of_period")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as people write it: `INV-000031`."""
        return f"INV-{self.number:06}"


class InvoiceLine(models.Model):
    """One line of an invoice. Its VAT is rounded as `billing.money.vat_on` does."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    description = models.CharField(max_length=300)
    net = models.BigIntegerField()
    vat_code = models.CharField(max_length=20)
    basis_points = models.PositiveIntegerField()
    vat = models.BigIntegerField()

    class Meta:
        constraints = [
            # More than nothing, so that no line can be added to an invoice that adds up.
            models.CheckConstraint(condition=Q(net__gt=0), name="invoice_line_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(vat=(F("net") * F("basis_points") * 2 + 10_000) / 20_000), name="invoice_line_vat_rounded"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class CreditNote(models.Model):
    """Takes back an invoice or a part of it, and names it."""

    number = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=120, unique=True)  # so that it is issued once
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    reason = models.CharField(max_length=300)
    issued_on = models.DateField()
    net = models.BigIntegerField()
    vat = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = [
            amounts_add_up("credit_note"),
            models.CheckConstraint(condition=Q(number__gte=1), name="credit_note_number_from_1"),
            models.CheckConstraint(condition=~Q(reason=""), name="credit_note_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as people write it: `CN-000004`."""
        return f"CN-{self.number:06}"


class CreditNoteLine(models.Model):
    """What a credit note takes back of a line of its invoice, at that line's rate of VAT."""

    credit_note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="lines")
    invoice_line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, related_name="credits")
    net = models.BigIntegerField()
    vat = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credit_note", "invoice_line"], name="credit_note_line_once"),
            models.CheckConstraint(condition=Q(net__gt=0, vat__gte=0), name="credit_note_line_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_note}, {self.invoice_line}"
