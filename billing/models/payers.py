"""Who pays, and how a partnership splits its fee among its payers."""

from django.db import models
from django.db.models import Q

from billing.models.second_person import NeedsSecondPerson
from billing.querysets import FeeSplitQuerySet, PayerQuerySet
from tenants.models import Partnership


class Payer(models.Model):
    """Who gets an invoice: a partnership, or one of its agencies. It names no person.

    Invoices keep the name and address that they were sent to, so these can change here.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="payers")
    agency_code = models.CharField(max_length=8, blank=True)  # empty for the partnership itself
    name = models.CharField(max_length=200)
    billing_address = models.TextField(max_length=500)
    mailbox = models.EmailField()  # of the finance team
    purchase_order = models.CharField(max_length=60, blank=True)

    objects = PayerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "agency_code"], name="payer_once_for_an_agency"),
            models.CheckConstraint(condition=~Q(name=""), name="payer_has_a_name"),
            models.CheckConstraint(condition=~Q(billing_address=""), name="payer_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.name


class FeeSplit(NeedsSecondPerson):
    """How a partnership splits its fee in the periods that start on a day or later, until another split applies.

    Equal parts are weights of 1; one payer for all is a single weight.
    """

    class Method(models.TextChoices):
        WEIGHTS = "weights", "By weights"
        EXPLICIT = "explicit", "Stated shares"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    method = models.CharField(max_length=10, choices=Method.choices)

    objects = FeeSplitQuerySet.as_manager()

    class Meta(NeedsSecondPerson.Meta):
        constraints = [
            *NeedsSecondPerson.Meta.constraints,
            models.CheckConstraint(condition=Q(method__in=["weights", "explicit"]), name="fee_split_method_known"),
        ]
        indexes = [models.Index(fields=["partnership", "from_day"], name="fee_split_of_partnership")]

    def __str__(self) -> str:
        return f"{self.partnership}, from {self.from_day}"


class FeeShare(models.Model):
    """What one payer pays of the fee: a weight, or pence. It is never changed.

    A trigger refuses a payer of another partnership, a share that does not fit the method, and one that is added after
    the decision.
    """

    split = models.ForeignKey(FeeSplit, on_delete=models.PROTECT, related_name="shares")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="+")
    weight = models.BigIntegerField(null=True)
    pence = models.BigIntegerField(null=True)
    cap = models.BigIntegerField(null=True)  # pence

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["split", "payer"], name="fee_share_once_for_a_payer"),
            models.CheckConstraint(
                condition=Q(weight=None, pence__isnull=False, pence__gte=0)
                | Q(pence=None, weight__isnull=False, weight__gte=0),
                name="fee_share_weight_or_pence",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gte=0), name="fee_share_cap_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.payer} in {self.split}"
