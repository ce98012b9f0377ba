"""The URLs of a partnership's workspace."""

from django.urls import include, path

handler400 = "core.workspace.errors.bad_request"
handler403 = "core.workspace.errors.forbidden"
handler404 = "core.workspace.errors.not_found"
handler500 = "core.workspace.errors.broken"

urlpatterns = [
    path("", include("config.urls_probes")),
    path("", include("core.workspace.urls")),
    path("account/", include("core.accounts.urls")),
    path("", include("core.saved_filters.urls")),
    path("", include("core.tasks.urls")),
    path("", include("core.areas.urls")),
    path("", include("core.agreements.urls")),
    path("", include("core.incidents.urls")),
    path("api/v1/", include("core.intake.urls")),
    path("api-clients/", include("core.intake.client_urls")),
    path("", include("core.agencies.urls")),
    path("", include("core.oversight.urls")),
]
