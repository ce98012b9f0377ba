from django.urls import path, re_path

from core.access.lists.export import export_path
from core.oversight import views
from core.oversight.lists import AuditList

urlpatterns = [
    path("my-history/", views.my_history, name="my-history"),
    path("audit-trail/", views.audit_list, name="audit-list"),
    export_path(AuditList, under="audit-trail/", name="audit-export"),
    path("audit-trail/entries/<int:pk>/", views.audit_entry, name="audit-entry"),
    path("audit-trail/<str:key>/", views.record_viewers, name="record-viewers"),
    re_path(r"^who-has-looked/", views.audit_trail_moved, name="audit-trail-moved"),
]
