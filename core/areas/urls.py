from django.urls import path

from core.areas import views

urlpatterns = [
    path("my-neighbourhoods/", views.my_neighbourhoods, name="my-neighbourhoods"),
    path("agencies/<slug:code>/teams/<int:pk>/neighbourhoods/", views.team_neighbourhoods, name="team-neighbourhoods"),
]
