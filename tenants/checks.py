"""The application's login must be one that cannot get around the walls."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

from tenants.backend.standing import PUBLIC, Standing

_FAULTS = """
SELECT rolsuper, rolbypassrls, rolcreaterole, rolinherit,
       EXISTS (
           SELECT FROM pg_roles AS greater
           WHERE (greater.rolsuper OR greater.rolcreaterole) AND greater.oid <> pg_roles.oid
           AND pg_has_role(pg_roles.oid, greater.oid, 'MEMBER')
       ),
       EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),
       EXISTS (SELECT FROM pg_namespace WHERE nspowner = pg_roles.oid),
       EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba = pg_roles.oid)
FROM pg_roles WHERE rolname = session_user
"""
_WORDS = [
    "is a superuser",
    "gets around row-level security (BYPASSRLS)",
    "may create roles (CREATEROLE)",
    "inherits the privileges of its roles (it must be NOINHERIT)",
    "may take the role of an owner or of a superuser",
    "owns tables",
    "owns schemas",
    "owns the database",
]


def faults_of_login(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What makes the login of a connection unfit to serve tenants, in words; empty where it is harmless."""
    # On a connection of its own, which takes no role: a login that is not ours may not be able to.
    itself = connections.create_connection(using)
    itself.standing = Standing(PUBLIC, None)  # type: ignore[attr-defined]
    try:
        with itself.cursor() as cursor:
            cursor.execute(_FAULTS)
            return [words for words, found in zip(_WORDS, cursor.fetchone(), strict=True) if found]
    finally:
        itself.close()


def login_is_harmless() -> None:
    """Raise ImproperlyConfigured unless the application's login owns nothing and inherits nothing.

    The web process calls this before it serves anything.
    """
    if faults := faults_of_login():
        raise ImproperlyConfigured(_sentence(faults))


@register(Tags.database)
def check_login(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Django's system check of the same."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    return [Error(_sentence(faults), id="tenants.E001")] if (faults := faults_of_login()) else []


def _sentence(faults: list[str]) -> str:
    return f"SafetyNet will not run with this DATABASE_URL: its login {'; '.join(faults)}. See docs/database.md."
