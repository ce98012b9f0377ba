from django.urls import path

from core.workspace import gallery, views

urlpatterns = [
    path("", views.home, name="home"),
    path("components/", gallery.gallery, name="gallery"),
]
