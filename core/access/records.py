"""The registry of record types, through which lower apps show the records of upper ones unknowing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """A kind of record that people look at: what it is called, which rows a user may see, and how one is named."""

    model: type[Model]
    label: str
    visible_to: Callable[[Any], QuerySet[Any]]
    title: Callable[[Any], str] = str

    @property
    def code(self) -> str:
        """The first half of a record's key, as in `incident:31`."""
        return str(self.model._meta.model_name)


_types: dict[str, RecordType] = {}


def register(record_type: RecordType) -> RecordType:
    """Makes the type known; called in `ready()`. Raises ImproperlyConfigured for a second of the same code."""
    known = _types.get(record_type.code)
    if known is not None and known.model is not record_type.model:
        raise ImproperlyConfigured(f"Two record types are called {record_type.code!r}.")
    _types[record_type.code] = record_type
    return record_type


def types() -> list[RecordType]:
    """All registered types, in order of registration."""
    return list(_types.values())


def of_code(code: str) -> RecordType | None:
    """The type with this code, if there is one."""
    return _types.get(code)


def visible_by_key(keys: list[str], user: Any) -> dict[str, Any]:
    """The records behind keys such as `incident:31` that the user may see, one query a type; the rest are left out."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        code, _, number = key.partition(":")
        if code in _types and number.isdigit():
            wanted.setdefault(code, []).append(int(number))
    found = {}
    for code, numbers in wanted.items():
        for record in _types[code].visible_to(user).filter(pk__in=numbers):
            found[f"{code}:{record.pk}"] = record
    return found
