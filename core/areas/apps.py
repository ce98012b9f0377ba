from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "core.areas"
    label = "areas"

    def ready(self) -> None:
        from core.access import records
        from core.areas import record_types  # the models must be loaded

        records.register(*record_types.TYPES)
