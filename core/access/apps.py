from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "core.access"
    label = "access"

    def ready(self) -> None:
        """Gathers what each app declares of permissions."""
        from core.access import permissions

        permissions.gather()
