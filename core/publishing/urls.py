from django.urls import path

from core.publishing import views

urlpatterns = [
    path("", views.home, name="publishing-home"),
]
