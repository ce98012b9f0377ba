"""Partner systems, what they sent, and what happened to each row."""

import uuid
from typing import Any

from allauth.idp.oidc.models import Client as TokenClient
from django.db import models
from django.db.models.functions import Upper

from core.access.acting import Acting
from core.access.bidi import isolated
from core.access.intake import IntakeType
from core.access.levels import Level
from core.access.roles import PartnerSystem
from core.access.scopes import scopes as known_scopes
from core.agencies.models import Source
from core.intake.querysets import ApiClientQuerySet, BatchQuerySet, RowQuerySet


class ApiClient(models.Model):
    """A partner system that may call the web API: one per agency and source. allauth keeps id, secret and tokens."""

    token_client = models.OneToOneField(TokenClient, on_delete=models.CASCADE, related_name="api_client")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="clients")
    name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.RESTRICTED)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    rotated_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiClientQuerySet.as_manager()

    is_authenticated = True
    acting: Acting | None = None
    """Set when the client sends a token. Not stored."""

    class Meta:
        indexes = [models.Index(Upper("name"), name="client_by_name")]
        constraints = [models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="client_level_known")]

    def __str__(self) -> str:
        return isolated(self.name)

    def as_acting(self, scopes: list[str]) -> Acting:
        """How this client acts with a token of these scopes. Needs `source.agency`."""
        agency = self.source.agency
        permissions = known_scopes()
        return Acting(
            kind="partner_system",
            role=PartnerSystem,
            level=self.level,
            agency_id=agency.pk,
            agency_name=str(agency),
            agency_code=agency.code,
            scopes=frozenset(permissions[scope] for scope in scopes if scope in permissions),
        )


class Batch(models.Model):
    """Rows of one record type sent in one request. The same key from the same client is the same batch."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="batches")
    record_type = models.CharField(max_length=100, db_default="incidents.incident")  # default for released code
    idempotency_key = models.CharField(max_length=120)
    body_digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(fields=["client", "idempotency_key"], name="batch_sent_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def row_count(self) -> int:
        """How many rows it has, whatever happened to them."""
        return self.created + self.updated + self.unchanged + self.refused

    def answered_rows(self, intake: IntakeType[Any, Any]) -> "list[Row]":
        """Its rows in order, each with the record that it names: two queries."""
        rows = list(self.rows.for_answers().in_order())
        found = intake.shown().in_bulk([row.record_id for row in rows if row.record_id])
        for row in rows:
            row.record = found.get(row.record_id)
        return rows


class Row(models.Model):
    """One row of a batch and what happened to it. A refused row keeps what was sent, so that it can be corrected."""

    class Outcome(models.TextChoices):
        CREATED = "created", "Created"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Unchanged"
        REFUSED = "refused", "Refused"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()  # from 0, as sent
    source_reference = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    record_id = models.BigIntegerField(null=True, db_column="incident_id")  # of the batch's record type
    errors = models.JSONField(default=list)  # [{"field": …, "reason": …}]
    sent = models.JSONField(null=True)

    objects = RowQuerySet.as_manager()

    record: Any = None
    """The record, if it has been fetched."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="row_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="refused", record_id=None, sent__isnull=False)
                | (~models.Q(outcome="refused") & models.Q(sent__isnull=True)),
                name="row_refused_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, row {self.position}"

    def name(self, record: models.Model | None) -> None:
        """Sets the record that the row names. It must have been saved."""
        self.record = record
        self.record_id = record.pk if record else None
