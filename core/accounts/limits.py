"""A cache in which entries only expire, for limits on attempts and for used one-time codes.

Django's database cache evicts live entries above a maximum number, so a flood of requests would reset every limit.
allauth keeps both in Django's default cache and offers no other place, so this is the default cache.
See docs/adr/0014.
"""

import json
import time
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from core.accounts.models import Limit
from core.accounts.querysets import LimitQuerySet

_SET = """
INSERT INTO accounts_limit (digest, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (digest) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
_ADD = f"{_SET} WHERE accounts_limit.expires_at <= %s"


class LimitStore(BaseCache):
    """Django's cache interface over the table `Limit`. Values are JSON; every value has an expiry.

    Each method is one statement or one transaction, so parallel requests cannot both be the first to `add`.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Stores the value unless there is a live one. Of several callers at once, one gets True."""
        return self._store(_ADD, key, value, timeout, version, _now())

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._store(_SET, key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._live(key, version).values_list("value", flat=True).first()
        return default if found is None else found

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._live(key, version).update(expires_at=self._expiry(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        deleted, _ = self._live(key, version).delete()
        return bool(deleted)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Adds to a stored number. Raises ValueError if there is none."""
        with transaction.atomic():
            limit = self._live(key, version).select_for_update().first()
            if limit is None:
                raise ValueError(f"There is no live value for the key {key!r}.")
            limit.value += delta
            limit.save(update_fields=["value"])
        return int(limit.value)

    def clear(self) -> None:
        """Not allowed: it would reset every limit and make every used code valid again."""
        raise NotImplementedError("Limits only expire: see the command clear_expired_limits.")

    def _store(
        self, sql: str, key: str, value: Any, timeout: float | None, version: int | None, *more: datetime
    ) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(sql, [self._digest(key, version), json.dumps(value), self._expiry(timeout), *more])
            return bool(cursor.rowcount)

    def _live(self, key: str, version: int | None) -> LimitQuerySet:
        return Limit.objects.with_digest(self._digest(key, version)).live(at=_now())

    def _digest(self, key: str, version: int | None) -> str:
        """Keys contain addresses and codes, which must not be readable in the table or its backups."""
        whole_key = self.make_key(key, version=version)
        return salted_hmac("core.accounts.limits", whole_key, algorithm="sha256").hexdigest()

    def _expiry(self, timeout: float | None) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        if seconds is None:
            raise ValueError("Every value in this cache must expire: give a timeout.")
        return datetime.fromtimestamp(seconds, UTC)


def clear_expired() -> None:
    """Deletes expired entries in the current schema."""
    Limit.objects.expired(at=_now()).delete()


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
