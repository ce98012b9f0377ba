"""Notices."""

from __future__ import annotations

import hashlib
import json

from django.db import models
from django.db.models import Q

from core.accounts.models import User
from core.agencies.models import Agency, Membership
from core.tasks import kinds
from core.tasks.kinds import NoticeKind
from core.tasks.querysets import OPEN, NoticeQuerySet

Slot = tuple[str, str, int, int | None, int | None]
"""Kind, record and recipient. A slot has one open notice."""


class Notice(models.Model):
    """That a member, or the single points of contact of an agency, are told something about a record.

    It has no words of the record (ADR 43). Open until a recipient marks it as done, or its cause is gone.
    """

    kind = models.CharField(max_length=60)  # the code of a NoticeKind
    record_type = models.CharField(max_length=100)  # the code of a RecordType
    record_id = models.BigIntegerField()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="notices")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, related_name="notices")
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["record_type", "record_id"], condition=OPEN, name="notice_open_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "kind", "record_type", "record_id"], condition=OPEN, name="notice_once_to_person"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "record_type", "record_id"], condition=OPEN, name="notice_once_to_agency"
            ),
            models.CheckConstraint(
                condition=Q(membership=None, agency__isnull=False) | Q(membership__isnull=False, agency=None),
                name="notice_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="notice_done_paired",
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(withdrawn_at=None), name="notice_done_or_withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} about {self.key}"

    @property
    def key(self) -> str:
        """The key of the record that it is about."""
        return f"{self.record_type}:{self.record_id}"

    @property
    def declared(self) -> NoticeKind:
        """Its kind. Raises KeyError where a later release has dropped it; `visible_to` has no such notices."""
        return kinds.of_code(self.kind)

    @property
    def sentence(self) -> str:
        """What happened, such as `3 of 40 rows were refused`. Raises CannotBeWorded."""
        return self.declared.worded(self.details)

    @property
    def digest(self) -> str:
        """SHA-256 of the details, as 64 hexadecimal digits. Marking a notice as done sends it along."""
        return hashlib.sha256(json.dumps(self.details, sort_keys=True).encode()).hexdigest()

    @property
    def slot(self) -> Slot:
        return self.kind, self.record_type, self.record_id, self.membership_id, self.agency_id

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None
