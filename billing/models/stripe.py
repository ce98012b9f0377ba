"""What is at Stripe, what we asked Stripe to do, and what Stripe told us."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.querysets import StripeCallQuerySet, StripeEventQuerySet, StripeObjectQuerySet
from billing.shapes import Operation, Request

KEY_LASTS = timedelta(hours=20)  # Stripe keeps the answer to a key for at least a day
DONE, FAILED = "done", "failed"


class StripeObject(models.Model):
    """An object at Stripe that belongs to a record of ours. This table alone says which belongs to which."""

    kind = models.CharField(max_length=40)  # Stripe's word, such as `invoice`
    stripe_id = models.CharField(max_length=255, unique=True)
    about = models.CharField(max_length=80)  # our record, such as `billing.payer:31`
    status = models.CharField(max_length=40, blank=True)  # of an invoice, when it was last fetched
    fetched_at = models.DateTimeField(null=True, blank=True)

    objects = StripeObjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="stripe_object_one_each"),
            models.CheckConstraint(condition=~Q(stripe_id="") & ~Q(about=""), name="stripe_object_named"),
        ]

    def __str__(self) -> str:
        return self.stripe_id


class StripeCall(models.Model):
    """A request that changes something at Stripe: committed before it is sent, and repeated until it is answered.

    An operation is done once for a record: what may be done again, such as a change of address, has its own `about`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent, and not known to be done"
        DONE = DONE, "Done"
        FAILED = FAILED, "Refused by Stripe"

    number = models.UUIDField(default=uuid4, unique=True)  # also marks what the call made at Stripe
    operation = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Operation])
    about = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    parameters = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    key_version = models.PositiveIntegerField(default=1)
    key_sent_at = models.DateTimeField(null=True, blank=True)  # when the key was first sent
    is_key_spent = models.BooleanField(default=False)  # Stripe keeps an error for the key
    finished_at = models.DateTimeField(null=True, blank=True)
    stripe_id = models.CharField(max_length=255, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = StripeCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "about"], name="stripe_call_once"),
            models.CheckConstraint(
                condition=Q(operation__in=[each.value for each in Operation]), name="stripe_call_operation_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent"], finished_at=None, stripe_id="")
                | Q(state=DONE, finished_at__isnull=False, error="") & ~Q(stripe_id="")
                | Q(state=FAILED, finished_at__isnull=False, stripe_id="") & ~Q(error=""),
                name="stripe_call_state_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.about}"

    @property
    def request(self) -> Request:
        """The request as it was first stored."""
        return Request(Operation(self.operation), self.path, self.parameters)

    @property
    def key(self) -> str:
        """The idempotency key: Stripe does what several requests with one key ask for once."""
        return f"{self.number}-{self.key_version}"

    def has_lost_its_key(self, now: datetime) -> bool:
        """Whether a repeat with the key would no longer be safe, or useless."""
        return self.is_key_spent or (self.key_sent_at is not None and now - self.key_sent_at > KEY_LASTS)


class StripeEvent(models.Model):
    """An event that Stripe told us of, stored in the transaction of its effect, so that it has its effect once."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", "Applied"
        UNKNOWN = "unknown", "About an invoice that is not ours, or not yet"
        IGNORED = "ignored", "Of a kind that has no effect"
        MISSING = "missing", "About something that Stripe no longer has"

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    invoice_id = models.CharField(max_length=255, blank=True)  # Stripe's id of the invoice that it belongs to
    created_at = models.DateTimeField()  # at Stripe
    received_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    objects = StripeEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["applied", "unknown", "ignored", "missing"]),
                name="stripe_event_outcome_known",
            ),
        ]
        indexes = [models.Index(fields=["invoice_id"], condition=Q(outcome="unknown"), name="stripe_event_unknown")]

    def __str__(self) -> str:
        return f"{self.type} {self.object_id}"
