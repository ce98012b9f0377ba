from django.urls import path

from tenants.operations import views

urlpatterns = [
    path("", views.front, name="front"),
    path("operations/", views.home, name="operations-home"),
    path("operations/<slug:schema>/", views.partnership_detail, name="operations-partnership"),
    path("operations/<slug:schema>/<slug:kind>/", views.place_order, name="operations-order"),
]
