from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "core.agencies"
    label = "agencies"

    def ready(self) -> None:
        from core.agencies import record_types  # the models must be loaded

        record_types.register()
