"""What this release's code needs of the database."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tenants import current
from tenants.release.migration_files import release, sources

Migration = tuple[str, str]  # app label, name


def pending() -> frozenset[Migration]:
    """The migrations of the shared apps that the database lacks. One small query."""
    with current.entered(settings.PUBLIC_SCHEMA_NAME), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return needed().difference(cursor.fetchall())


@cache  # of the code, which does not change while it runs
def needed() -> frozenset[Migration]:
    """The migrations that this release brings for the shared apps."""
    shared = {config.label for config in apps.get_app_configs() if config.name in settings.SHARED_APPS}
    return frozenset(key for key in MigrationLoader(None).disk_migrations if key[0] in shared)


@cache
def digest() -> str:
    """What the ledger of upgrades calls this release."""
    return release(sources())
