"""The upgrade ledger: the release that each schema is at, written in the transaction that upgraded it.

SQL here names the schema `public`, because the owner's connection has entered the partnership that it upgrades.
"""

from typing import NamedTuple

from django.db import connection

from tenants import current
from tenants.backend.connection_state import PUBLIC
from tenants.owner import owner_connection

_LAGGING = """
SELECT schema_name FROM (
    SELECT 0, 'public' UNION SELECT 1, schema_name FROM tenants_partnership WHERE state NOT IN ('prospect', 'erased')
) AS wanted (turn, schema_name)
WHERE schema_name NOT IN (SELECT schema_name FROM tenants_schemaupgrade WHERE release = %s)
ORDER BY turn, schema_name
"""
_LOCK = """
SELECT set_config('lock_timeout', %s, true) FROM public.tenants_partnership WHERE schema_name = %s FOR UPDATE
"""
_READ = "SELECT release, privileges FROM public.tenants_schemaupgrade WHERE schema_name = %s ORDER BY id"
_WRITE = """
INSERT INTO public.tenants_schemaupgrade (schema_name, release, privileges, applied_at) VALUES (%s, %s, %s, now())
"""
_FORGET = "DELETE FROM public.tenants_schemaupgrade WHERE schema_name = %s"


class UpgradeRow(NamedTuple):
    """What a schema was upgraded to: the digests of the whole release and of the privileges alone."""

    release: str
    privileges: str


def lagging(release: str) -> list[str]:
    """The schemas that are not at a release, `public` first. One query, with the application's login."""
    with current.entered(PUBLIC), connection.cursor() as cursor:
        cursor.execute(_LAGGING, [release])
        return [schema for (schema,) in cursor.fetchall()]


def is_new() -> bool:
    """Whether this database has never been upgraded."""
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_schemaupgrade') IS NULL")
        (is_new,) = cursor.fetchone()
    return bool(is_new)


def lock(schema: str, *, lock_timeout: str) -> None:
    """Locks out other upgrades of a partnership, and sets how long to wait for its tables, for this transaction."""
    with owner_connection().cursor() as cursor:
        cursor.execute(_LOCK, [lock_timeout, schema])


def rows(schema: str) -> list[UpgradeRow]:
    """The upgrade rows of a schema, the latest last."""
    with owner_connection().cursor() as cursor:
        cursor.execute(_READ, [schema])
        return [UpgradeRow(*row) for row in cursor.fetchall()]


def add(schema: str, row: UpgradeRow) -> None:
    """Records that a schema was upgraded."""
    with owner_connection().cursor() as cursor:
        cursor.execute(_WRITE, [schema, *row])


def forget(schema: str) -> None:
    """Deletes the upgrade rows of a schema."""
    with owner_connection().cursor() as cursor:
        cursor.execute(_FORGET, [schema])
