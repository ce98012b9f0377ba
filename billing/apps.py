from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        """Lets the service's own audit trail name the records of billing. They have no page yet, so no record type."""
        from billing import models  # the models must be loaded
        from core.audit import keys

        for model in models.NAMED_IN_THE_AUDIT_TRAIL:
            keys.register(model)
