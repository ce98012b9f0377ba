from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "core.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connects the audit trail to allauth's signals, and registers the events."""
        from core.accounts import events, signals  # noqa: F401 (models are ready only now)
