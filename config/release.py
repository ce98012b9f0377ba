"""The migrations that the code of this release needs."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tenants import current
from tenants.release.migration_files import migration_digests, release

Migration = tuple[str, str]  # app label, name


def pending() -> frozenset[Migration]:
    """The migrations of the shared apps that have not been applied. One small query."""
    with current.entered(settings.PUBLIC_SCHEMA_NAME), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return needed().difference(cursor.fetchall())


@cache  # the code does not change while it runs
def needed() -> frozenset[Migration]:
    """The migrations of the shared apps in this release."""
    shared = {config.label for config in apps.get_app_configs() if config.name in settings.SHARED_APPS}
    return frozenset(key for key in MigrationLoader(None).disk_migrations if key[0] in shared)


@cache
def digest() -> str:
    """The digest of this release in the upgrade ledger."""
    return release(migration_digests())
