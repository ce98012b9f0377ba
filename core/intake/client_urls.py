"""The screens for granting partner systems access. The web API is in `urls`."""

from django.urls import path

from core.intake import views

urlpatterns = [
    path("", views.client_list, name="api-client-list"),
    path("issue/", views.issue_client, name="api-client-issue"),
    path("<int:pk>/rotate/", views.rotate_client, name="api-client-rotate"),
    path("<int:pk>/revoke/", views.revoke_client, name="api-client-revoke"),
]
