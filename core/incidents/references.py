"""The references that incidents are known by: `2026-118391`, numbered from 1 in each year."""

from __future__ import annotations

from django.db import connection

from core.incidents.models import ReferenceCounter

TAKE = """
    INSERT INTO {table} (year, last) VALUES (%(year)s, %(number)s)
    ON CONFLICT (year) DO UPDATE SET last = {table}.last + %(number)s
    RETURNING last
"""


def take(number: int, *, year: int) -> list[str]:
    """So many references that nobody else has or will get, in ascending order: one statement.

    They are taken within the caller's transaction, whose end releases the counter. A transaction that fails gives
    its numbers back, so there are no gaps to explain. A counter rather than a sequence: it needs no sequence on the
    nodes that Citus moves a partnership between.
    """
    if not number:
        return []
    table = connection.ops.quote_name(ReferenceCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(table=table), {"year": year, "number": number})
        (last,) = cursor.fetchone()
    return [f"{year}-{each:06}" for each in range(last - number + 1, last + 1)]
