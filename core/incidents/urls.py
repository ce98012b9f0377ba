from django.urls import path

from core.incidents import views

urlpatterns = [
    path("incidents/", views.incident_list, name="incident-list"),
    path("incidents/<slug:reference>/", views.incident_detail, name="incident-detail"),
    path("neighbourhoods/", views.neighbourhood_list, name="neighbourhood-list"),
    path("neighbourhoods/<slug:code>/", views.neighbourhood_detail, name="neighbourhood-detail"),
]
