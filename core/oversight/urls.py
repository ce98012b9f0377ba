from django.urls import path

from core.access.lists.export import export_path
from core.oversight import views
from core.oversight.lists import AuditList

urlpatterns = [
    path("my-history/", views.my_history, name="my-history"),
    path("who-has-looked/", views.audit_list, name="audit-list"),
    export_path(AuditList, under="who-has-looked/", name="audit-export"),
    path("who-has-looked/entries/<int:pk>/", views.audit_entry, name="audit-entry"),
    path("who-has-looked/<str:key>/", views.record_viewers, name="record-viewers"),
]
