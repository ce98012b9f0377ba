from django.apps import AppConfig


class SavedFiltersConfig(AppConfig):
    name = "core.saved_filters"
    label = "saved_filters"

    def ready(self) -> None:
        from core.access import records
        from core.saved_filters import record_types  # the models must be loaded

        records.register(*record_types.TYPES)
