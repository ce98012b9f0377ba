from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "core.intake"
    label = "intake"

    def ready(self) -> None:
        from core.access import records
        from core.intake.models import ApiClient

        records.register(
            records.RecordType(model=ApiClient, label="Partner's system", visible_to=ApiClient.objects.visible_to)
        )
