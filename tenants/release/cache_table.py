"""The table of Django's DatabaseCache: one in each schema."""

from collections.abc import Iterator

from django.conf import settings

_COLUMNS = "cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL"


def cache_table() -> Iterator[str]:
    """Make the table of the schema that has been entered, where it is missing.

    It is not logged, since a lost cache is no loss. With CACHE_LOGGED it is: Citus cannot move other tables online.
    """
    kind = "TABLE" if settings.CACHE_LOGGED else "UNLOGGED TABLE"
    yield f"CREATE {kind} IF NOT EXISTS cache ({_COLUMNS})"
    if settings.CACHE_LOGGED:
        yield "ALTER TABLE cache SET LOGGED"  # one that an earlier release made
    yield "CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires)"
