from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "core.areas"
    label = "areas"

    def ready(self) -> None:
        """Registers areas as a record type."""
        from core.areas import record_types  # the models must be loaded

        record_types.register()
