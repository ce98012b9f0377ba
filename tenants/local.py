"""The one store of tenant-dependent values in the process: bounded, keyed by schema and role, safe among threads."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import NamedTuple, TypeVar, cast

from tenants import current

LIMIT = 512  # values, over all partnerships; the least recently used goes first

Value = TypeVar("Value")


class _Key(NamedTuple):
    schema: str
    reader: bool  # what the wider role computed is not for the narrower one
    name: str


class _Kept(NamedTuple):
    version: Hashable
    value: object


_kept: OrderedDict[_Key, _Kept] = OrderedDict()
_lock = RLock()


def store(name: str, make: Callable[[], Value], *, version: Hashable = None) -> Value:
    """The value kept under `name` for the partnership that has been entered; made where there is none.

    A value made for another `version` is made anew: pass what changes with the data behind it, since another process
    cannot be told to forget. Raises NoTenant where no partnership has been entered.
    """
    key = _Key(current.require_schema(), current.is_reader(), name)
    with _lock:
        kept = _kept.get(key)
        if kept is not None and kept.version == version:
            _kept.move_to_end(key)
            return cast(Value, kept.value)
    value = make()  # outside of the lock: one partnership's slow index must not hold up the others
    with _lock:
        _kept[key] = _Kept(version, value)
        _kept.move_to_end(key)
        while len(_kept) > LIMIT:
            _kept.popitem(last=False)
    return value


def forget(name: str) -> None:
    """Drop the value kept under `name` for the partnership that has been entered, in this process."""
    schema = current.require_schema()
    with _lock:
        for reader in (False, True):
            _kept.pop(_Key(schema, reader, name), None)
