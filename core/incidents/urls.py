from django.urls import path

from core.incidents import views

urlpatterns = [
    path("", views.incident_list, name="incident-list"),
    path("<slug:reference>/", views.incident_detail, name="incident-detail"),
]
