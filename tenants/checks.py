"""The application's login must be one that cannot get around the walls."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import psycopg2
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

from tenants.backend.login import faults, sentence


def faults_of_login(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What makes the login of a connection unfit to serve tenants, in words; empty where it is harmless."""
    configured = connections[using]
    parameters = configured.get_connection_params() | {"connection_factory": None, "cursor_factory": None}
    with configured.wrap_database_errors, closing(psycopg2.connect(**parameters)) as itself:
        return faults(itself)


def login_is_harmless() -> None:
    """Raise ImproperlyConfigured unless the application's login owns nothing and inherits nothing.

    Processes that serve call this when they start, to say so at once. The backend asks again at the first query.
    """
    if found := faults_of_login():
        raise ImproperlyConfigured(sentence(found))


@register(Tags.database)
def check_login(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Django's system check of the same."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    return [Error(sentence(found), id="tenants.E001")] if (found := faults_of_login()) else []
