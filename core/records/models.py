"""The fields that every record of a partner system has, and the counter of references."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper

from core.access.grading import Graded
from core.agencies.models import Agency, Source


class SentRecord(Graded):
    """A record that partner systems send. Sent again with the same source reference, it is updated.

    Models that inherit it have a manager of a `SentRecordQuerySet`, and extend `SentRecord.Meta` with its constraints
    and indexes. `owner` has no index, because lists need one that starts with `owner` and also has their order.
    """

    series: ClassVar[str]
    """What its references start with: `T` for `T-2026-12`."""
    is_guarded: ClassVar = True
    kept_on_update: ClassVar[frozenset[str]] = frozenset()
    """Fields that stay when a record is sent again: those that people change here and sources do not send."""

    reference = models.CharField(max_length=20, unique=True)  # such as T-2026-12
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_reference = models.CharField(max_length=120)
    content_digest = models.CharField(max_length=64)  # of what the source sent, to recognise an unchanged row
    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(Graded.Meta):
        abstract = True
        indexes = [models.Index(Upper("source_reference"), name="%(class)s_by_their_number")]
        constraints = [
            *Graded.Meta.constraints,
            models.UniqueConstraint(fields=["source", "source_reference"], name="%(class)s_reported_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferenceCounter(models.Model):
    """The last number of a series in a year. A transaction locks the row while it takes numbers."""

    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="reference_counted_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last}"
