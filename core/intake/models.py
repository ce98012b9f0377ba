"""Partners' systems, what they sent, and what became of each row."""

import uuid

from allauth.idp.oidc.models import Client as TokenClient
from django.db import models
from django.db.models.functions import Upper

from core.access.acting import Acting
from core.access.bidi import isolated
from core.access.levels import Level
from core.access.roles import Machine
from core.agencies.models import Source
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_PUSH, INCIDENT_READ
from core.intake.querysets import ApiClientQuerySet, BatchQuerySet, RowQuerySet

SCOPES = {
    "incidents:read": INCIDENT_READ,
    "incidents:write": INCIDENT_PUSH,
}


class ApiClient(models.Model):
    """A partner's system that may call the web API: one per agency and source. allauth keeps id, secret and tokens."""

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
    """Set when a token of this client is shown; never stored."""

    class Meta:
        indexes = [models.Index(Upper("name"), name="client_by_name")]
        constraints = [models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="client_level_known")]

    def __str__(self) -> str:
        return isolated(self.name)

    def as_acting(self, scopes: list[str]) -> Acting:
        """How this client acts under a token of these scopes. Needs `source.agency` fetched along."""
        agency = self.source.agency
        return Acting(
            kind="machine",
            role=Machine,
            level=self.level,
            agency_id=agency.pk,
            agency_name=str(agency),
            agency_code=agency.code,
            scopes=frozenset(SCOPES[scope] for scope in scopes if scope in SCOPES),
        )


class Batch(models.Model):
    """Rows sent in one request. The same key from the same client is the same batch."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="batches")
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


class Row(models.Model):
    """One row of a batch and what became of it. A refused row keeps what was sent, so that it can be put right."""

    class Outcome(models.TextChoices):
        CREATED = "created", "Created"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Unchanged"
        REFUSED = "refused", "Refused"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()  # from 0, as sent
    source_reference = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True, related_name="+")
    errors = models.JSONField(default=list)  # [{"field": …, "reason": …}]
    sent = models.JSONField(null=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="row_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="refused", incident=None, sent__isnull=False)
                | (~models.Q(outcome="refused") & models.Q(sent__isnull=True)),
                name="row_refused_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, row {self.position}"
