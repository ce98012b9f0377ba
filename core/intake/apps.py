from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "core.intake"
    label = "intake"

    def ready(self) -> None:
        from core.access import records
        from core.intake import record_types  # the models must be loaded

        records.register(*record_types.TYPES)
