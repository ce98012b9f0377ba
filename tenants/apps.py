"""The tenants app."""

from django.apps import AppConfig
from django.core.management.commands import makemigrations


class TenantsConfig(AppConfig):
    """Partnerships and their walls."""

    name = "tenants"

    def ready(self) -> None:
        """Give django-tenants' migrate command the autodetector that pgtrigger gives Django's own.

        Django's check commands.E001 wants migrate and makemigrations to agree; pgtrigger, which is set up after this
        app, changes Django's two commands only, and does nothing more when it finds that done.
        """
        from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand
        from pgtrigger.apps import patch_migrations

        from tenants import checks  # noqa: F401 - registers the system checks

        patch_migrations()
        MigrateSchemasCommand.autodetector = makemigrations.Command.autodetector
