"""The tenants app."""

from django.apps import AppConfig
from django.conf import settings
from django.core.management.commands import makemigrations


class TenantsConfig(AppConfig):
    """Partnerships and their walls."""

    name = "tenants"

    def ready(self) -> None:
        """Set up what other apps leave open."""
        from tenants import checks  # noqa: F401 - registers the system check

        self._agree_on_an_autodetector()
        self._follow_migrate_schemas()

    @staticmethod
    def _agree_on_an_autodetector() -> None:
        """Give django-tenants' migrate command the autodetector that pgtrigger gives Django's own.

        Django's check commands.E001 wants migrate and makemigrations to agree; pgtrigger, which is set up after this
        app, changes Django's two commands only, and does nothing more when it finds that done.
        """
        from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand
        from pgtrigger.apps import patch_migrations

        patch_migrations()  # type: ignore[no-untyped-call]
        MigrateSchemasCommand.autodetector = makemigrations.Command.autodetector

    @staticmethod
    def _follow_migrate_schemas() -> None:
        """Let those who know django-tenants' command use it: privileges and ledger follow."""
        from django_tenants.signals import schema_migrated, schema_pre_migration

        from tenants.owner import OWNER, put_owner_in_charge
        from tenants.upgrading import adopt

        if OWNER not in settings.DATABASES:
            return

        def before(**_: object) -> None:
            put_owner_in_charge(True)

        def after(schema_name: str, **_: object) -> None:
            put_owner_in_charge(False)
            adopt(schema_name)

        schema_pre_migration.connect(before, weak=False, dispatch_uid="tenants")
        schema_migrated.connect(after, weak=False, dispatch_uid="tenants")
