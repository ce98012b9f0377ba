"""The service's own tenancy."""

from config.settings import *
from script.benches.tenancy_sides.settings.shared import *  # type: ignore[assignment]

MIDDLEWARE = ["tenants.middleware.SurfaceMiddleware", *MIDDLEWARE]
SURFACE_URLCONFS = dict.fromkeys(["workspace", "publishing", "service"], ROOT_URLCONF)
