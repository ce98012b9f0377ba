"""The schema that an app has tables in, and the login that a query uses."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import connections
from django.db.models import Model
from django_tenants.routers import TenantSyncRouter

from tenants.owner import OWNER, is_acting_as_owner

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper


class Router(TenantSyncRouter):
    """django-tenants' router for two logins. An app has tables in `public`, in each partnership, or in both."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The owner's connection while Python of a migration runs; otherwise the application's."""
        return OWNER if is_acting_as_owner() else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Whether an app has tables in the schema that this connection works in; None leaves it to other routers."""
        in_public = cast("DatabaseWrapper", connections[db]).schema_name == settings.PUBLIC_SCHEMA_NAME
        installed = settings.SHARED_APPS if in_public else settings.TENANT_APPS
        return None if self.app_in_list(app_label, installed) else False
