from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

from tenants import reading


class AccessConfig(AppConfig):
    name = "core.access"
    label = "access"

    def ready(self) -> None:
        """Gathers what each app declares: its permissions, events, pages and record types."""
        autodiscover_modules("permissions", "events", "pages", "record_types")
        for model in apps.get_models():
            if _is_read_with_permission(model):
                reading.guard(model)


def _is_read_with_permission(model: type[Model]) -> bool:
    """Whether the rows are records that not every reader may see, or earlier versions of them."""
    from core.access.grading import Graded  # models can be imported only when all apps are there

    of_versions: Any = getattr(model, "pgh_tracked_model", model)
    return issubclass(of_versions, Graded) and of_versions.is_guarded
