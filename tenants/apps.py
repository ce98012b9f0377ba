"""The tenants app."""

from django.apps import AppConfig
from django.conf import settings
from django.core.management.commands import makemigrations


class TenantsConfig(AppConfig):
    """Partnerships, and what keeps them apart."""

    name = "tenants"

    def ready(self) -> None:
        """Adapts django-tenants' migration commands."""
        from tenants import checks  # noqa: F401 - registers the system check

        self._share_autodetector()
        self._support_migrate_schemas()

    @staticmethod
    def _share_autodetector() -> None:
        """Gives django-tenants' migrate command the autodetector that pgtrigger gives Django's commands.

        Django's check commands.E001 requires that migrate and makemigrations have the same one. pgtrigger is set up
        after this app and changes Django's two commands only; it does nothing if they are changed already.
        """
        from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand
        from pgtrigger.apps import patch_migrations

        patch_migrations()  # type: ignore[no-untyped-call]
        MigrateSchemasCommand.autodetector = makemigrations.Command.autodetector

    @staticmethod
    def _support_migrate_schemas() -> None:
        """Applies privileges and writes upgrade rows after django-tenants' command `migrate_schemas`."""
        from django_tenants.signals import schema_migrated, schema_pre_migration

        from tenants.owner import OWNER, set_acting_as_owner
        from tenants.upgrading import adopt

        if OWNER not in settings.DATABASES:
            return

        def before(**_: object) -> None:
            set_acting_as_owner(True)

        def after(schema_name: str, **_: object) -> None:
            set_acting_as_owner(False)
            adopt(schema_name)

        schema_pre_migration.connect(before, weak=False, dispatch_uid="tenants")
        schema_migrated.connect(after, weak=False, dispatch_uid="tenants")
