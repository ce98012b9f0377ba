from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "core.incidents"
    label = "incidents"

    def ready(self) -> None:
        from core.access import records
        from core.incidents.models import Incident

        records.register(
            records.RecordType(
                model=Incident, label="incident", visible_to=Incident.objects.visible_to, reference="reference"
            )
        )
