from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "core.agencies"
    label = "agencies"

    def ready(self) -> None:
        from core.access import records
        from core.agencies import record_types  # the models must be loaded

        records.register(*record_types.TYPES)
