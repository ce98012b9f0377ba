"""Partner systems and the batches that they sent as records."""

from django.urls import reverse

from core.access.records import RecordType, Reference
from core.intake.models import ApiClient, Batch

API_CLIENT = RecordType(
    model=ApiClient,
    label="partner system",
    plural="partner systems",
    visible_to=ApiClient.objects.visible_to,
    link=lambda _: reverse("api-client-list"),
    reference=Reference("name"),
    former_keys=("apiclient",),
)
BATCH = RecordType(
    model=Batch,
    label="batch",
    plural="batches",
    visible_to=Batch.objects.visible_to,
    former_keys=("batch",),
)
TYPES = (API_CLIENT, BATCH)
