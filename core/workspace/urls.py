from django.urls import path

from core.workspace import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("components/", views.gallery, name="gallery"),
]
