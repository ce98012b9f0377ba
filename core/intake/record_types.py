"""Partner systems and the batches that they sent as records."""

from django.urls import reverse
from django.utils import dateformat, timezone

from core.access import records
from core.access.records import RecordType, Reference
from core.intake.models import ApiClient, Batch


def _title(batch: Batch) -> str:
    """`Batch of 12 incidents, 3 November 2026, 14:05`."""
    received = dateformat.format(timezone.localtime(batch.received_at), "j F Y, H:i")
    return f"Batch of {records.counted(batch.record_type, batch.row_count)}, {received}"


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
    title=_title,
    former_keys=("batch",),
)
records.register(API_CLIENT, BATCH)
