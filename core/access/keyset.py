"""Keyset pagination: as fast at the millionth row as at the first, and stable while rows are added."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Record = TypeVar("Record", bound=Model)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """The row that a page starts after, and the direction. A day is the midnight at which it begins, in UTC."""

    at: datetime
    pk: int
    newer: bool = False

    def __str__(self) -> str:
        """Opaque, and safe in a URL."""
        plain = f"{'newer' if self.newer else 'older'} {(self.at - EPOCH) // MICROSECOND} {self.pk}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """The cursor that the text encodes. Raises BadRequest if it encodes none."""
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            direction, microseconds, pk = plain.split(" ")
            at = EPOCH + int(microseconds) * MICROSECOND
            if direction not in {"newer", "older"} or not 0 <= int(pk) < 2**63:
                raise ValueError(plain)
        except (ValueError, OverflowError, binascii.Error):
            raise BadRequest("This cursor is not valid. Start again without it.") from None
        return cls(at, int(pk), newer=direction == "newer")


@dataclass(frozen=True)
class Page(Generic[Record]):
    """Some rows, newest first, and the cursors of the next pages in both directions; empty if there is none."""

    rows: list[Record]
    newer: str = ""
    older: str = ""


def page(rows: QuerySet[Record], *, by: str, size: int, cursor: str = "") -> Page[Record]:
    """The `size` rows that follow the cursor, newest first by `by`, a DateTimeField or a DateField, and then the id.

    It is one query. With an index on (`-by`, `-id`) Postgres reads only these rows.

    Raises BadRequest for an invalid cursor.
    """
    start = Cursor.read(cursor) if cursor else None
    key = Tuple(F(by), F("pk"))
    # For a DateField, Django takes the local day of the moment. Midnight in UTC is on the same day in the UK.
    if start is not None and start.newer:
        found = list(rows.filter(TupleGreaterThan(key, (start.at, start.pk))).order_by(by, "pk")[: size + 1])
        return _page(found[:size][::-1], by, newer=len(found) > size, older=True)
    if start is not None:
        rows = rows.filter(TupleLessThan(key, (start.at, start.pk)))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    return _page(found[:size], by, newer=start is not None, older=len(found) > size)


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time.min, UTC)


def _page(rows: list[Record], by: str, *, newer: bool, older: bool) -> Page[Record]:
    def cursor(row: Any, *, newer: bool) -> str:
        return str(Cursor(_moment(getattr(row, by)), row.pk, newer=newer))

    if not rows:
        return Page([])
    return Page(
        rows,
        newer=cursor(rows[0], newer=True) if newer else "",
        older=cursor(rows[-1], newer=False) if older else "",
    )
