"""Which apps have tables where, and by which login a query goes."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import connections
from django.db.models import Model
from django_tenants.routers import TenantSyncRouter

from tenants.owner import OWNER, is_owner_in_charge

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper


class Router(TenantSyncRouter):
    """django-tenants' router, for either login: an app's tables stand in public, in each partnership, or in both."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The owner's connection while a migration's Python runs; else the application's."""
        return OWNER if is_owner_in_charge() else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Whether an app has tables in the schema on which this connection stands; None leaves it to others."""
        in_public = cast("DatabaseWrapper", connections[db]).schema_name == settings.PUBLIC_SCHEMA_NAME
        installed = settings.SHARED_APPS if in_public else settings.TENANT_APPS
        return None if self.app_in_list(app_label, installed) else False
