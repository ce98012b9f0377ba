from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "core.places"
    label = "places"

    def ready(self) -> None:
        """Makes areas known as records."""
        from core.places import record_types  # the models must be loaded

        record_types.register()
