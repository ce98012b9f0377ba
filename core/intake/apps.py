from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "core.intake"
    label = "intake"
