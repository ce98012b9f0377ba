"""Counts the rows that match, in total and for each choice, by one query that reads up to a bound (ADR 22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, BooleanField, F, Func, IntegerField, Q
from django.db.models.expressions import Col, Ref
from django.db.models.sql.compiler import SQLCompiler

from core.access.lists.filters import MultipleChoiceFilter, ungrouped

if TYPE_CHECKING:
    from core.access.lists.declaration import FilteredList


class CountsOf(Aggregate):
    """How many rows meet each of these conditions, as one array.

    Django spends more on twenty filtered `Count`s, resolved and compared one by one, than Postgres on counting.
    """

    arity = None
    output_field = ArrayField(IntegerField())

    def replace_expressions(self, replacements: Mapping[Any, Any]) -> Any:
        """As Django, which otherwise hashes each condition with all its parts to look it up."""
        return super().replace_expressions(_Columns(replacements))

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_: Any, **__: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """`ARRAY[count(*) FILTER (WHERE …), …]`."""
        counts, parameters = [], []
        for each in self.get_source_expressions():
            if each is None:
                continue  # where Django keeps the order of an aggregate
            for sql, given in each.conditions(compiler) if isinstance(each, Holding) else [_where(compiler, each)]:
                counts.append(f"count(*) FILTER (WHERE {sql})")
                parameters += given
        return f"ARRAY[{', '.join(counts)}]", tuple(parameters)


class Holding(Func):
    """A condition for each value: the array holds it, and the row is within. Django resolves the column only once."""

    output_field = BooleanField()

    def __init__(self, array: F, within: Q, values: Iterable[str] = ()) -> None:
        self.values = list(values)
        super().__init__(array, within)

    def conditions(self, compiler: SQLCompiler) -> Iterator[tuple[str, list[str | int]]]:
        """The conditions as SQL."""
        array, within = self.get_source_expressions()
        column, _ = compiler.compile(array)
        sql, given = _where(compiler, within)
        for value in self.values:
            yield f"({sql}) AND %s = ANY({column})", [*given, value]


class _Columns(dict[Any, Any]):
    """Replacements of columns and references, which are all that Django replaces in an aggregate."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key, default) if isinstance(key, Col | Ref) else default


def _where(compiler: SQLCompiler, condition: Any) -> tuple[str, list[str | int]]:
    """A condition as SQL; one that all rows meet, or none, has none in Django."""
    try:
        sql, parameters = compiler.compile(condition)
    except FullResultSet:
        return "true", []
    except EmptyResultSet:
        return "false", []
    return sql or "true", list(parameters)


@dataclass(frozen=True)
class Counts:
    """The matching rows, in total and by filter and choice. `total` is None beyond the bound."""

    total: int | None
    by_choice: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Facet:
    """A choice, and how many rows match with it; None if they were not counted."""

    value: str
    name: str
    count: int | None
    chosen: bool


def recorded_total(total: int | None, bound: int) -> int | str:
    """The number of rows, or `more than 10,000` if they were counted only up to the bound, for the audit trail."""
    return f"more than {bound:,}" if total is None else total


def counted(listing: FilteredList[Any]) -> Counts:
    """The counts of a list, by one query, or by none for an empty list.

    With `any_of`, the count of a choice ignores the other choices of its filter, because choosing it too would add its
    rows. Otherwise it includes them.
    """
    facets = [each for each in listing.filters if isinstance(each, MultipleChoiceFilter) and each.is_counted]
    adding = {each.name: each.matching_any(listing.values.get(each.name) or ()) for each in facets if each.any_of}
    choices = [(facet.name, value) for facet in facets for value, _ in ungrouped(listing.choices(facet.name))]
    if listing.is_empty and not any(adding.values()):
        return Counts(0, dict.fromkeys(choices, 0))
    conditions = [Q(), _with(adding), *(each for facet in facets for each in _of_choices(facet, listing, adding))]
    bound = listing.bound
    walked = listing.matching(leaving_out=adding.keys()).order_by()[: bound + 1]
    found = walked.aggregate(found=CountsOf(*conditions))["found"]  # None where nothing was asked of the database
    everything, total, *numbers = found or [0] * (2 + len(choices))
    if everything > bound:
        return Counts(None, {})
    return Counts(total, dict(zip(choices, numbers, strict=True)))


def _of_choices(
    facet: MultipleChoiceFilter, listing: FilteredList[Any], adding: dict[str, Q]
) -> Iterator[Q | Holding]:
    """The conditions for the rows of each choice, in their order."""
    within = _with(adding, leaving_out=facet.name)
    values = [value for value, _ in ungrouped(listing.choices(facet.name))]
    if facet.array:
        yield Holding(F(facet.array), within, values)
    else:
        yield from (within & facet.matching_any([value]) for value in values)


def _with(adding: dict[str, Q], *, leaving_out: str = "") -> Q:
    """The conditions of the `any_of` filters, except one."""
    wanted = Q()
    for name, chosen in adding.items():
        if name != leaving_out:
            wanted &= chosen
    return wanted
