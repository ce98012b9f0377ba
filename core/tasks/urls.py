from django.urls import path

from core.tasks import views

urlpatterns = [
    path("notices/", views.notice_list, name="notice-list"),
    path("notices/<int:pk>/complete/", views.complete_notice, name="notice-complete"),
]
