from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "core.access"
    label = "access"

    def ready(self) -> None:
        """Gathers what each app declares: its permissions, events, pages and record types."""
        autodiscover_modules("permissions", "events", "pages", "record_types")
