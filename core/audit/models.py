"""The audit trail: one entry for each request that showed personal data, and for each change."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from core.audit.querysets import EntryQuerySet


class Entry(models.Model):
    """Who did or saw what, when, for which agency, and from where.

    There are no foreign keys, because entries outlive the records that they name. A partnership's role may only INSERT
    and SELECT.
    """

    class Verb(models.TextChoices):
        READ = "read", "Viewed"
        SEARCH = "search", "Searched"
        EXPORT = "export", "Exported"
        CHANGE = "change", "Changed"
        SIGN_IN = "sign-in", "Signed in or out"
        REFUSAL = "refusal", "Refused"

    at = models.DateTimeField(db_default=Now())  # the clock of the database, because those of web servers may differ
    verb = models.CharField(max_length=10, choices=Verb.choices)
    event = models.CharField(max_length=60)
    actor = models.CharField(max_length=120)  # a key such as `accounts.user:31` or `system`
    agency_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    records = ArrayField(models.CharField(max_length=80), default=list)  # keys such as `incidents.incident:31`
    details = models.JSONField(default=dict)
    route = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(fields=["verb", "-at", "-id"], name="audit_by_verb"),
            GinIndex(fields=["records"], name="audit_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.actor}"
