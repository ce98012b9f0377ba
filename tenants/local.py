"""The store for values of partnerships in the process: bounded, keyed by schema and role, thread-safe."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import NamedTuple, TypeVar, cast

from tenants import current

LIMIT = 512  # values of all partnerships together; the least recently used is dropped first

Value = TypeVar("Value")


class _Key(NamedTuple):
    schema: str
    reader: bool  # the public site's role must not get what the partnership's computed
    name: str


class _Kept(NamedTuple):
    version: Hashable
    value: object


_kept: OrderedDict[_Key, _Kept] = OrderedDict()
_lock = RLock()


def store(name: str, make: Callable[[], Value], *, version: Hashable = None) -> Value:
    """The value stored under `name` for the partnership that has been entered. If there is none, `make` returns it.

    It is also made again if it was stored for another `version`: pass something that changes with the data, because
    other processes cannot be told to forget a value. Raises NoTenant if no partnership has been entered.
    """
    key = _Key(current.require_schema(), current.is_reader(), name)
    with _lock:
        kept = _kept.get(key)
        if kept is not None and kept.version == version:
            _kept.move_to_end(key)
            return cast(Value, kept.value)
    value = make()  # outside the lock: a slow index of one partnership must not delay the others
    with _lock:
        _kept[key] = _Kept(version, value)
        _kept.move_to_end(key)
        while len(_kept) > LIMIT:
            _kept.popitem(last=False)
    return value


def forget(name: str) -> None:
    """Drops the value stored under `name` for the partnership that has been entered, in this process."""
    schema = current.require_schema()
    with _lock:
        for reader in (False, True):
            _kept.pop(_Key(schema, reader, name), None)
