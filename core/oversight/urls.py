from django.urls import path

from core.oversight import views

urlpatterns = [
    path("my-history/", views.my_history, name="my-history"),
    path("who-has-looked/", views.audit_list, name="audit-list"),
    path("who-has-looked/export.csv", views.audit_export, name="audit-export"),
    path("who-has-looked/entries/<int:pk>/", views.audit_entry, name="audit-entry"),
    path("who-has-looked/<str:key>/", views.record_viewers, name="record-viewers"),
]
