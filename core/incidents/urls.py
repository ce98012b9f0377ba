from django.urls import path

from core.access.lists.export import export_path
from core.areas.lists import NeighbourhoodList
from core.incidents import views
from core.incidents.lists import IncidentList

urlpatterns = [
    path("incidents/", views.incident_list, name="incident-list"),
    export_path(IncidentList, under="incidents/", name="incident-export"),
    path("incidents/<slug:reference>/", views.incident_detail, name="incident-detail"),
    path("neighbourhoods/", views.neighbourhood_list, name="neighbourhood-list"),
    export_path(NeighbourhoodList, under="neighbourhoods/", name="neighbourhood-export"),
    path("neighbourhoods/<slug:code>/", views.neighbourhood_detail, name="neighbourhood-detail"),
]
