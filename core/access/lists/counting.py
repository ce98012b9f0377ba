"""Counts the rows that match, in total and for each choice, by one query that reads up to a bound (ADR 22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, IntegerField, Q
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
        for condition in self.get_source_expressions():
            if condition is None:
                continue  # where Django keeps the order of an aggregate
            sql, given = _where(compiler, condition)
            counts.append(f"count(*) FILTER (WHERE {sql})")
            parameters += given
        return f"ARRAY[{', '.join(counts)}]", tuple(parameters)


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


def counted(listing: FilteredList[Any]) -> Counts:
    """The counts of a list, by one query.

    With `any_of`, the count of a choice ignores the other choices of its filter, because choosing it too would add its
    rows. Otherwise it includes them.
    """
    facets = [each for each in listing.filters if isinstance(each, MultipleChoiceFilter) and each.condition]
    adding = {each.name: each.matching_any(listing.values.get(each.name) or ()) for each in facets if each.any_of}
    within = {
        (facet.name, value): _with(adding, leaving_out=facet.name) & facet.matching_any([value])
        for facet in facets
        for value, _ in ungrouped(listing.choices(facet.name))
    }
    bound = listing.bound
    walked = listing.matching(leaving_out=adding.keys()).order_by()[: bound + 1]
    conditions = [Q(), _with(adding), *within.values()]
    found = walked.aggregate(found=CountsOf(*conditions))["found"]  # None where nothing was asked of the database
    everything, total, *numbers = found or [0] * len(conditions)
    if everything > bound:
        return Counts(None, {})
    return Counts(total, dict(zip(within, numbers, strict=True)))


def _with(adding: dict[str, Q], *, leaving_out: str = "") -> Q:
    """The conditions of the `any_of` filters, except one."""
    wanted = Q()
    for name, chosen in adding.items():
        if name != leaving_out:
            wanted &= chosen
    return wanted
