from django.urls import include, path

from core.access.guards import OWN_CREDENTIALS, mark
from core.intake import tokens, views
from core.intake.api import api

_routes, _app, _namespace = api.urls
for _route in _routes:
    mark(_route.callback, OWN_CREDENTIALS)  # type: ignore[arg-type]  # each operation requires a token

_oidc = ([path("token", tokens.token, name="token"), path("revoke", tokens.revoke, name="revoke")], "oidc")

urlpatterns = [
    path("", include(([path("", include(_oidc))], "idp"))),  # allauth reverses `idp:oidc:token`
    path("docs", views.api_docs, name="api-docs"),
    path("openapi.json", views.api_openapi, name="api-openapi"),
    path("", (_routes, _app, _namespace)),
]
