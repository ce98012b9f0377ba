from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "core.incidents"
    label = "incidents"

    def ready(self) -> None:
        from core.areas.signals import boundaries_changed
        from core.incidents import tasks  # the models must be loaded

        boundaries_changed.connect(tasks.on_boundaries_changed, dispatch_uid="incidents.reassign_neighbourhoods")
