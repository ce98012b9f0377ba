"""References of incidents, such as `2026-118391`, numbered from 1 in each year."""

from __future__ import annotations

from django.db import connection

from core.incidents.models import ReferenceCounter

TAKE = """
    INSERT INTO {table} (year, last) VALUES (%(year)s, %(number)s)
    ON CONFLICT (year) DO UPDATE SET last = {table}.last + %(number)s
    RETURNING last
"""


def take(number: int, *, year: int) -> list[str]:
    """This number of new references, in ascending order, by one statement.

    The counter stays locked until the caller's transaction ends. If that is rolled back, so is the counter, so there
    are no gaps. Unlike a sequence, it needs nothing on the nodes that Citus moves a partnership between.
    """
    if not number:
        return []
    table = connection.ops.quote_name(ReferenceCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(table=table), {"year": year, "number": number})
        (last,) = cursor.fetchone()
    return [f"{year}-{each:06}" for each in range(last - number + 1, last + 1)]
