from django.apps import AppConfig
from django.urls import reverse


class IntakeConfig(AppConfig):
    name = "core.intake"
    label = "intake"

    def ready(self) -> None:
        from core.access import records
        from core.intake.models import ApiClient

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
