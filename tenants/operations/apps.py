from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "tenants.operations"
    label = "operations"

    def ready(self) -> None:
        """Lets the service's own audit trail name partnerships. They have no page, so no record type."""
        from core.audit import keys
        from tenants.models import Partnership  # the models must be loaded

        keys.register(Partnership, former=["partnership"])
