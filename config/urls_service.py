"""The URLs of the service's own domain: its front page, the operators' console, Stripe's webhook."""

from django.urls import include, path

handler400 = "core.workspace.errors.bad_request"
handler403 = "core.workspace.errors.forbidden"
handler404 = "core.workspace.errors.not_found"
handler500 = "core.workspace.errors.broken"

urlpatterns = [
    path("", include("config.urls_probes")),
    path("", include("tenants.operations.urls")),
    path("", include("billing.urls")),
    path("account/", include("core.accounts.urls")),
]
