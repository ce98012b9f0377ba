"""Operators, and their orders for partnerships."""

from django.db import models

from core.accounts.models import User
from tenants.models import Partnership
from tenants.operations.querysets import OperatorQuerySet, OrderQuerySet
from tenants.states import State


class Operator(models.Model):
    """A person at the hosting company with an account at the service's own domain."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="operator")
    appointed_at = models.DateTimeField(auto_now_add=True)

    objects = OperatorQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.user)


KINDS = ["go-live", "suspend", "resume", "leave", "stay", "erase"]


class Order(models.Model):
    """A request for a change that needs the owner's login, which screens do not have; `manage.py operate` makes it."""

    class Kind(models.TextChoices):
        GO_LIVE = "go-live", "Go live"
        SUSPEND = "suspend", "Suspend"
        RESUME = "resume", "Resume"
        LEAVE = "leave", "Leave"
        STAY = "stay", "Stay"
        ERASE = "erase", "Erase"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="orders")
    reason = models.CharField(max_length=200)
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    state_before = models.CharField(
        max_length=20, choices=State.choices, blank=True
    )  # which `resume` and `stay` return to

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=models.Q(finished_at=None), name="order_one_open_each"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="order_kind_known"),
            models.CheckConstraint(
                condition=models.Q(failure="") | models.Q(finished_at__isnull=False), name="order_failure_finished"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.partnership}"
