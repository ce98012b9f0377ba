from django.apps import AppConfig
from django.urls import reverse


class IntakeConfig(AppConfig):
    name = "core.intake"
    label = "intake"

    def ready(self) -> None:
        from core.access import records
        from core.intake.models import ApiClient, Batch

        records.register(
            records.RecordType(
                model=ApiClient,
                label="partner's system",
                plural="partners' systems",
                visible_to=ApiClient.objects.visible_to,
                link=lambda _: reverse("api-client-list"),
                reference="name",
            )
        )
        records.register(
            records.RecordType(
                model=Batch,
                label="batch of incidents",
                plural="batches of incidents",
                visible_to=Batch.objects.visible_to,
            )
        )
