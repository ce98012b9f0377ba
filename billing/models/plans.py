"""What the service costs: plans, their prices, VAT rates, and the partnerships' subscriptions."""

from django.db import models
from django.db.models import F, Q

from billing.querysets import PriceQuerySet, SubscriptionQuerySet, VatRateQuerySet
from tenants.models import Partnership


class Plan(models.Model):
    """What a partnership subscribes to. A partnership with terms of its own has its own plan."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """The yearly fee of a plan from a day on, without VAT. It is never changed: another is announced instead."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prices")
    fee = models.BigIntegerField()  # pence
    from_day = models.DateField()
    announced_on = models.DateField()

    objects = PriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "from_day", "announced_on"], name="price_announced_once"),
            models.CheckConstraint(condition=Q(fee__gte=0), name="price_not_negative"),
            models.CheckConstraint(condition=Q(announced_on__lte=F("from_day")), name="price_announced_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} from {self.from_day}"


class VatRate(models.Model):
    """A rate of VAT from a day on. It is never changed."""

    STANDARD = "standard"

    code = models.SlugField(max_length=20)
    basis_points = models.PositiveIntegerField()  # 20 % is 2,000
    from_day = models.DateField()

    objects = VatRateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "from_day"], name="vat_rate_once_a_day"),
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="vat_rate_at_most_all"),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.from_day}"


class Subscription(models.Model):
    """A partnership's subscription to a plan. It renews each year until it is ended with notice."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="subscriptions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    renews_on = models.DateField()  # the first time; then on each anniversary
    ends_on = models.DateField(null=True, blank=True)  # the first day that it no longer covers
    notice_days = models.PositiveSmallIntegerField(default=90)  # for ending it, and for a new price

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(ends_on=None), name="subscription_one_open_each"
            ),
            models.UniqueConstraint(fields=["partnership", "starts_on"], name="subscription_starts_once"),
            models.CheckConstraint(condition=Q(renews_on__gt=F("starts_on")), name="subscription_renews_later"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("renews_on")), name="subscription_ends_after_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}, {self.plan}"
