"""References such as `T-2026-12`: a series, the year, and a number that starts from 1 in each year."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

from core.records.models import ReferenceCounter

COUNT = """
    INSERT INTO {table} ({columns}, last) VALUES ({values}, %(number)s)
    ON CONFLICT ({columns}) DO UPDATE SET last = {table}.last + %(number)s
    RETURNING last
"""


def take(series: str, number: int, *, year: int) -> list[str]:
    """This number of new references of a series, in ascending order, by one statement."""
    return [f"{series}-{year}-{each}" for each in count(ReferenceCounter, number, series=series, year=year)]


def count(counter: type[Model], number: int, **key: str | int) -> range:
    """The next numbers of the row of a counter with this key, by one statement; by none for no numbers.

    The counter stays locked until the caller's transaction ends. If that is rolled back, so is the counter, so there
    are no gaps. Unlike a sequence, it needs nothing on the nodes that Citus moves a partnership between.
    """
    if not number:
        return range(0)
    statement = COUNT.format(
        table=connection.ops.quote_name(counter._meta.db_table),
        columns=", ".join(map(connection.ops.quote_name, key)),
        values=", ".join(f"%({name})s" for name in key),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**key, "number": number})
        (last,) = cursor.fetchone()
    return range(last - number + 1, last + 1)
