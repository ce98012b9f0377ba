from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "core.places"
    label = "places"
