"""The URLs of a partnership's public site."""

from django.urls import include, path

handler400 = "core.workspace.errors.bad_request"
handler403 = "core.workspace.errors.forbidden"
handler404 = "core.workspace.errors.not_found"
handler500 = "core.workspace.errors.broken"

urlpatterns = [
    path("", include("config.urls_probes")),
    path("", include("core.publishing.urls")),
]
