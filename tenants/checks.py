"""Checks that the application's login can only read what it takes a role for."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import psycopg2
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

from tenants.backend.login import error_message, faults


def faults_of_login(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What makes the login of a connection unsafe; empty if it is safe."""
    configured = connections[using]
    parameters = configured.get_connection_params() | {"connection_factory": None, "cursor_factory": None}
    with configured.wrap_database_errors, closing(psycopg2.connect(**parameters)) as plain:
        return faults(plain)


def require_safe_login() -> None:
    """Raises ImproperlyConfigured unless the application's login owns nothing and inherits nothing.

    Web processes and workers call this when they start. The backend checks each new connection again.
    """
    if found := faults_of_login():
        raise ImproperlyConfigured(error_message(found))


@register(Tags.database)
def check_login(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """The same as a system check of Django."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    return [Error(error_message(found), id="tenants.E001")] if (found := faults_of_login()) else []
