from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "core.oversight"
    label = "oversight"

    def ready(self) -> None:
        from core.access.lists import registry
        from core.oversight.lists import AuditList

        registry.register(AuditList)
