"""Money that came, money that went back, and money that will not come. Payments and refunds are never changed."""

from django.db import models
from django.db.models import Q

from billing.models.invoices import Invoice
from billing.models.second_person import NeedsSecondPerson


class Payment(models.Model):
    """Money received for an invoice. It may be more than the invoice says."""

    class Method(models.TextChoices):
        BANK_TRANSFER = "bank-transfer", "Bank transfer"
        STRIPE = "stripe", "Stripe"

    key = models.CharField(max_length=120, unique=True)  # so that it is recorded once: Stripe's id, or a form's
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()  # pence
    method = models.CharField(max_length=15, choices=Method.choices)
    reference = models.CharField(max_length=120)  # as the bank statement or Stripe has it
    received_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_more_than_nothing"),
            models.CheckConstraint(condition=Q(method__in=["bank-transfer", "stripe"]), name="payment_method_known"),
            models.CheckConstraint(condition=~Q(reference=""), name="payment_has_a_reference"),
        ]

    def __str__(self) -> str:
        return self.reference


class Refund(models.Model):
    """Money of a payment that we no longer have. All refunds of a payment are at most the payment."""

    class Kind(models.TextChoices):
        REFUND = "refund", "Paid back by us"
        RETURNED = "returned", "Taken back by bank or card"
        CORRECTION = "correction", "Recorded by mistake"

    key = models.CharField(max_length=120, unique=True)  # so that it is recorded once
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField()  # pence
    reference = models.CharField(max_length=120, blank=True)
    refunded_on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(kind__in=["refund", "returned", "correction"]), name="refund_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="refund_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.payment}"


class WriteOff(NeedsSecondPerson):
    """What an invoice will not be paid any more, once a second person has approved it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="write_offs")
    amount = models.BigIntegerField()  # pence
    reason = models.CharField(max_length=300)

    class Meta(NeedsSecondPerson.Meta):
        constraints = [
            *NeedsSecondPerson.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="write_off_more_than_nothing"),
            models.CheckConstraint(condition=~Q(reason=""), name="write_off_has_a_reason"),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state="proposed"), name="write_off_one_proposed_each"
            ),
        ]

    def __str__(self) -> str:
        return f"Write-off of {self.invoice}"
