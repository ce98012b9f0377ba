"""The registry of record types, through which lower apps show the records of upper ones unknowing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

from core.access.ids import row_id
from core.access.permissions import Permission


def own_page(record: Any) -> str:
    """Where a record says that its page is; nothing where it has none."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """A kind of record that people look at: what it is called, which rows a user may see, and how one is named.

    `reference` names the field by which people know one, as in 2026-118391.
    """

    model: type[Model]
    label: str
    visible_to: Callable[[Any], QuerySet[Any]]
    title: Callable[[Any], str] = str
    link: Callable[[Any], str] = own_page
    plural: str = ""
    reference: str = ""
    page_needs: Permission | None = None
    """The permission that the page behind the link requires. Readers without it see the name, not a link."""

    @property
    def code(self) -> str:
        """The first half of a record's key, as in `incident:31`."""
        return str(self.model._meta.model_name)

    def counted(self, number: int) -> str:
        """`1 incident`, `412 incidents`."""
        return f"{number:,} {self.label if number == 1 else self.plural or f'{self.label}s'}"


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


def counted(code: str, number: int) -> str:
    """`48 incidents`; of a type that a later release has dropped, `48 records of a former type`."""
    record_type = of_code(code)
    if record_type:
        return record_type.counted(number)
    return f"{number:,} {'record' if number == 1 else 'records'} of a former type"


def title_of(key: str, record: Any) -> str:
    """What the record behind a key is called."""
    record_type = _type_of(key)
    return record_type.title(record) if record_type else str(record)


def link_of(key: str, record: Any, reader: Any) -> str:
    """Where the record behind a key has its page; empty where it has none that the reader may open."""
    record_type = _type_of(key)
    if record_type is None or (record_type.page_needs and not reader.acting.may(record_type.page_needs)):
        return ""
    return record_type.link(record)


def visible_by_key(keys: Iterable[str], user: Any) -> dict[str, Any]:
    """The records behind keys such as `incident:31` that the user may see, one query a type; the rest are left out."""
    return _found(keys, lambda record_type: record_type.visible_to(user))


def by_key(keys: Iterable[str]) -> dict[str, Any]:
    """The records behind keys, whoever may see them: for naming who acted, one query a type."""
    return _found(keys, lambda record_type: record_type.model._default_manager.all())


def keys_known_as(reference: str) -> list[str]:
    """The keys of all records that people know by this reference: a number, a code, an address."""
    keys = []
    for record_type in types():
        if record_type.reference:
            found = record_type.model._default_manager.filter(**{f"{record_type.reference}__iexact": reference})
            keys += [f"{record_type.code}:{pk}" for pk in found.values_list("pk", flat=True)]
    return keys


def keys_by_reference(words: Iterable[str]) -> dict[str, set[str]]:
    """For each of these words, in lower case, the keys of the records that are known by it: one query a type."""
    asked = {form for word in words for form in (word, word.upper(), word.lower())}
    found: dict[str, set[str]] = {}
    for record_type in types() if asked else []:
        if record_type.reference:
            rows = record_type.model._default_manager.filter(**{f"{record_type.reference}__in": asked})
            for pk, reference in rows.values_list("pk", record_type.reference):
                found.setdefault(reference.lower(), set()).add(f"{record_type.code}:{pk}")
    return found


def _type_of(key: str) -> RecordType | None:
    return of_code(key.partition(":")[0])


def _found(keys: Iterable[str], rows: Callable[[RecordType], QuerySet[Any]]) -> dict[str, Any]:
    wanted: dict[str, set[int]] = {}
    for key in keys:
        code, _, number = key.partition(":")
        pk = row_id(number)
        if code in _types and pk is not None:
            wanted.setdefault(code, set()).add(pk)
    found = {}
    for code, numbers in wanted.items():
        for record in rows(_types[code]).filter(pk__in=numbers):
            found[f"{code}:{record.pk}"] = record
    return found
