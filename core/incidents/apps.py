from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "core.incidents"
    label = "incidents"

    def ready(self) -> None:
        from core.access import records
        from core.incidents import record_types  # the models must be loaded

        records.register(*record_types.TYPES)
