"""Which apps have tables where."""

from typing import Any

from django.conf import settings
from django.db import connections
from django_tenants.routers import TenantSyncRouter


class Router(TenantSyncRouter):
    """django-tenants' router, for either login: an app's tables stand in public, in each partnership, or in both."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Whether an app has tables in the schema on which this connection stands; None leaves it to others."""
        in_public = connections[db].schema_name == settings.PUBLIC_SCHEMA_NAME
        installed = settings.SHARED_APPS if in_public else settings.TENANT_APPS
        return None if self.app_in_list(app_label, installed) else False
