from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "core.oversight"
    label = "oversight"
