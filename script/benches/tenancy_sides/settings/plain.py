"""Plain Django, with the tables of one partnership."""

from config.settings import *
from script.benches.tenancy_sides.settings.shared import *  # type: ignore[assignment]

DATABASES = {
    "default": DATABASES["default"]
    | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"options": "-c search_path=bench_000,public,extensions"},
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]  # for migrations only
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
