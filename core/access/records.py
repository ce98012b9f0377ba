"""The registry of record types, through which lower apps show the records of apps above them.

Each app declares and registers its types in `record_types.py`, which is imported when Django starts. The audit
trail can name records of registered types only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Upper

from core.access.ids import row_id
from core.access.intake import IntakeType
from core.access.permissions import Permission
from core.access.principal import Principal, may
from core.audit import keys
from tenants.reading import exempt

ALONE = r"(?<![^\W_])(?<![^\W_]-)(?:{})(?!-?[^\W_])"
"""A pattern that is not part of a longer word or date, whatever punctuation or invisible character is beside it."""


def own_page(record: Any) -> str:
    """The address of a record's page; empty if it has none."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


@dataclass(frozen=True)
class Pointer:
    """What a reader sees of a record that they may not open: what it is, its owner and who to contact."""

    what: str
    owner: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Count:
    """A number on the start page: what is counted, the number in words, and the list behind it."""

    label: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class Found:
    """What a search found of one type: the records with this reference, two at most, and all rows that match.

    `matching` is in the order of the list at `list_url`, with what `title` and `summary` read.
    """

    named: list[Any]
    matching: QuerySet[Any]
    list_url: str


@dataclass(frozen=True)
class Reference:
    """The field with the name that people use for a record, such as 2026-118391, and how an index finds it.

    `normalise` converts a typed text to the stored form, for a field that is in upper or lower case only. Without
    it the case is ignored, and the model needs an index on `Upper(field)`.
    """

    field: str
    normalise: Callable[[str], str] | None = None
    pattern: re.Pattern[str] | None = None
    """What every reference of this type matches, and ordinary words do not. The audit trail masks no others."""
    also: Reference | None = None
    """Another field with a name for the same records. The audit trail masks it as well."""

    def found_in(self, text: str) -> Iterator[str]:
        """Each part of the text that must be a reference of this type, if it is one at all."""
        if self._alone is not None:
            yield from (found[1] for found in self._alone.finditer(text))

    @cached_property
    def _alone(self) -> re.Pattern[str] | None:
        """The pattern, tried at the start of every word: the match in `x/a@b.org` is either all of it or `a@b.org`."""
        if self.pattern is None:
            return None
        return re.compile(f"(?=({ALONE.format(self.pattern.pattern)}))", self.pattern.flags)

    def find(self, rows: QuerySet[Any], references: Iterable[str]) -> QuerySet[Any]:
        """The rows with any of these references."""
        if self.normalise is not None:
            typed_or_normal = {form for each in references for form in (each, self.normalise(each))}
            return rows.filter(**{f"{self.field}__in": typed_or_normal})
        # Python and Postgres agree on ASCII, which is most. An expression for each of thousands would take seconds.
        typed = [each.upper() if each.isascii() else Upper(Value(each)) for each in references]
        return rows.alias(known_as=Upper(self.field)).filter(known_as__in=typed)


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """A kind of record that people look up: its name, which rows a user may see, and how one is shown.

    A part that is None is left out: the pages that would use it do not show this type.
    """

    model: type[Model]
    label: str
    plural: str
    visible_to: Callable[[Principal], QuerySet[Any]]
    title: Callable[[Any], str] = str
    link: Callable[[Any], str] = own_page
    named_by: tuple[str, ...] = ()
    """The fields that `title` and `link` read, and the handling that prints state, for a type with large rows."""
    page_needs: Permission | None = None
    """The permission that the page behind the link requires, which `detail_view` enforces. Readers without it see the
    name, not a link."""
    pointer: Callable[[Any], Pointer] | None = None
    """What readers of the audit trail see of a record that they may not open. Nothing personal."""
    reference: Reference | None = None
    former_keys: tuple[str, ...] = ()
    """Names of this type in keys of older audit entries, such as `incident` in `incident:31`."""
    list: Any = None
    search: Callable[[Principal, str], Found] | None = None
    """What the search page finds among the records that this reader may see. It leads to `list`, and needs the same
    permission."""
    summary: Callable[[Any], str] | None = None
    """One line about a record, below its title in the results of a search."""
    timeline: Callable[[Any, Principal], Iterable[Any]] | None = None
    """Reserved for timelines of people and places, which no page has yet: the items that a record adds to one, for
    `components/timeline-item.jinja`."""
    counts: Callable[[Principal], Iterable[Count]] | None = None
    """What the start page counts, in a fixed number of queries. People without permission to read incidents see these
    counts instead of incidents."""
    intake: IntakeType[Any, Any] | None = None

    @property
    def code(self) -> str:
        """The first half of a record's key, as in `incidents.incident:31`."""
        return str(self.model._meta.label_lower)

    @property
    def search_permission(self) -> Permission | None:
        """What a reader needs before this type is searched; None if it never is."""
        return self.list.permission if self.search else None

    def counted(self, number: int) -> str:
        """`1 incident`, `412 incidents`."""
        return f"{number:,} {self.label if number == 1 else self.plural}"


_types: dict[str, RecordType] = {}


def register(*record_types: RecordType) -> None:
    """Makes these types known; called in `record_types.py`.

    Raises ImproperlyConfigured for a model registered twice, and for a type with `search` and no `list`.
    """
    for each in record_types:
        if each.search and not each.list:
            raise ImproperlyConfigured(f"The record type {each.code!r} has a search without a list for its results.")
        if _types.get(each.code, each) != each:
            raise ImproperlyConfigured(f"Two record types are declared for {each.code!r}.")
        keys.register(each.model, former=each.former_keys)
        _types[each.code] = each


def types() -> list[RecordType]:
    """All registered types, in order of registration."""
    return [*_types.values()]


def search_permissions() -> list[Permission]:
    """The permissions of all types that can be searched. A reader with one of them may open the search page."""
    return [each.search_permission for each in _searched() if each.search_permission]


def searched_for(reader: Principal) -> list[RecordType]:
    """The types that the search page searches for this reader."""
    return [each for each in _searched() if each.search_permission and may(reader, each.search_permission)]


def _searched() -> list[RecordType]:
    """The types with a search, the last registered first: apps are installed from the lowest layer upwards."""
    return [each for each in reversed(types()) if each.search]


def type_of(key: str) -> RecordType | None:
    """The type of the record behind a key, if it is registered."""
    return _types.get(keys.type_of(keys.resolve(key)))


def counted(key: str, number: int) -> str:
    """`48 incidents`, for the type of this key; of a type that a later release has dropped, `48 records`."""
    record_type = type_of(key)
    if record_type:
        return record_type.counted(number)
    return f"{number:,} {'record' if number == 1 else 'records'} of a former type"


def title_of(key: str, record: Any) -> str:
    """The name of the record behind a key."""
    record_type = type_of(key)
    return record_type.title(record) if record_type else str(record)


def link_of(key: str, record: Any, reader: Principal) -> str:
    """The address of the record behind a key; empty where it has no page that the reader may open."""
    record_type = type_of(key)
    if record_type is None or (record_type.page_needs and not may(reader, record_type.page_needs)):
        return ""
    return record_type.link(record)


def pointer_to(key: str, record: Any) -> Pointer:
    """What a reader who may not open the record behind a key may see of it: at least its type."""
    record_type = type_of(key)
    if record_type is None:
        return Pointer("Record of a former type")
    return record_type.pointer(record) if record_type.pointer else Pointer(record_type.label.capitalize())


def visible_by_key(wanted: Iterable[str], user: Principal, *, only_names: bool = False) -> dict[str, Any]:
    """The records behind these keys that the user may see, by current key: one query a type.

    With `only_names`, records are fetched with no more than their title, link and audit entry need.
    """

    def rows(record_type: RecordType) -> QuerySet[Any]:
        visible = record_type.visible_to(user)
        return visible.only(*record_type.named_by) if only_names and record_type.named_by else visible

    return _found(wanted, rows)


def by_key(wanted: Iterable[str]) -> dict[str, Any]:
    """The records behind these keys, by current key, without regard to a reader: to name actors. One query a type."""
    return _found(wanted, lambda record_type: record_type.model._default_manager.all())


def keys_known_as(reference: str) -> list[str]:
    """The keys of all records with this reference: a number, a code, an address."""
    return [key for each in types() if each.reference for _, key in _known(each, each.reference, {reference})]


def keys_by_reference(texts: Iterable[str]) -> dict[str, set[str]]:
    """The keys of the records whose references are in these texts, by the stored reference.

    Only references with a pattern are found: one query for each of them that any part of a text matches.
    """
    found: dict[str, set[str]] = {}
    texts = set(texts)
    for record_type, reference in _references():
        if parts := {part for text in texts for part in reference.found_in(text)}:
            for stored, key in _known(record_type, reference, parts):
                found.setdefault(stored, set()).add(key)
    return found


def _references() -> Iterator[tuple[RecordType, Reference]]:
    """Each type with each field that names its records."""
    for record_type in types():
        reference = record_type.reference
        while reference is not None:
            yield record_type, reference
            reference = reference.also


def _known(record_type: RecordType, reference: Reference, words: set[str]) -> Iterator[tuple[str, str]]:
    """The stored reference and the key of each record of this type that has one of these references."""
    known = reference.find(record_type.model._default_manager.all(), words)
    with exempt("audit entries are found by the reference of a withheld record, and mask it"):
        found = list(known.values_list("pk", reference.field))
    for pk, stored in found:
        yield stored, f"{record_type.code}:{pk}"


def _found(wanted: Iterable[str], rows: Callable[[RecordType], QuerySet[Any]]) -> dict[str, Any]:
    numbers: dict[str, set[int]] = {}
    for key in keys.resolve_all(wanted).values():
        code, _, number = key.partition(":")
        pk = row_id(number)
        if code in _types and pk is not None:
            numbers.setdefault(code, set()).add(pk)
    found = {}
    for code, pks in numbers.items():
        for record in rows(_types[code]).filter(pk__in=pks):
            found[f"{code}:{record.pk}"] = record
    return found
