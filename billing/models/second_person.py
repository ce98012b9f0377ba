"""Decisions that need a second person."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class NeedsSecondPerson(models.Model):
    """Something that one person proposes and another approves. Triggers refuse a change once it is decided.

    People are named as in the audit trail, `accounts.user:31`, because some work in a partnership, and no foreign key
    leaves its schema.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=120)
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by="", decided_at=None)
                | Q(state="withdrawn", decided_at__isnull=False) & ~Q(decided_by="")
                | Q(state="approved", decided_at__isnull=False) & ~Q(decided_by=""),
                name="%(class)s_state_matches_decision",
            ),
            models.CheckConstraint(condition=~Q(proposed_by=""), name="%(class)s_proposed_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state="approved", decided_by=models.F("proposed_by")), name="%(class)s_second_person"
            ),
        ]
