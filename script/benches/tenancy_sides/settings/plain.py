"""Plain Django, on the tables of one partnership as if there were no other."""

from config.settings import *
from script.benches.tenancy_sides.settings.shared import *  # type: ignore[assignment]

DATABASES = {
    "default": DATABASES["default"]
    | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"options": "-c search_path=bench_000,public,extensions"},
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]  # asked about migrations only
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
