"""Stock django-tenants, with the owner's login, as it has no roles."""

from config.settings import *
from script.benches.tenancy_sides.settings.shared import *  # type: ignore[assignment]

DATABASES = {"default": DATABASES["default"] | {"ENGINE": "django_tenants.postgresql_backend"}}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
TENANT_DB_ALIAS = "default"
