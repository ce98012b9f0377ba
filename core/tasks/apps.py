from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TasksConfig(AppConfig):
    name = "core.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Gathers the kinds of notices that each app declares."""
        autodiscover_modules("notices")
