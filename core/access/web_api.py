"""Endpoints of the web API that apps declare; `core.intake` serves every router."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from ninja import Router

from core.access.permissions import Permission


class GuardedRouter(Router):
    """Endpoints for partner systems whose token has one of these permissions."""

    def __init__(self, *permissions: Permission, **options: Any) -> None:
        super().__init__(**options)
        self.permissions = permissions


def routers() -> Iterator[GuardedRouter]:
    """Each router that an installed app lists as `routers` in its `api.py`, in order of the apps."""
    for config in apps.get_app_configs():
        module = f"{config.name}.api"
        if config.name.startswith("core.") and find_spec(module):
            yield from getattr(import_module(module), "routers", ())
