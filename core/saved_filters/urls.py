from django.urls import path

from core.saved_filters import views

urlpatterns = [
    path("saved-filters/", views.saved_filter_list, name="saved-filter-list"),
    path("saved-filters/save/", views.save_filter, name="saved-filter-save"),
    path("saved-filters/<int:pk>/rename/", views.rename_saved_filter, name="saved-filter-rename"),
    path("saved-filters/<int:pk>/delete/", views.delete_saved_filter, name="saved-filter-delete"),
]
