from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "core.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connects the trail to allauth's signals, and puts our events on the list."""
        from core.accounts import events, signals  # noqa: F401 (models are ready only now)
