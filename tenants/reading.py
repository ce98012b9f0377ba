"""Guarded tables: a query may read one only if it says why.

`visible_to` of a guarded model limits a query to what its reader may see, and adds `Permitted`. Any other query of the
table needs `exempt`, with a reason. If it has neither, `NotPermitted` is raised before anything is sent, so forgetting
`visible_to` is an error and not a leak. The compilers of the backend check it where the FROM clause is made. This
covers counts, aggregates, foreign keys, prefetches, joins, subqueries and unions.

A condition stays with the query, whatever is made of it. After `|` with a query that has none, it covers only some of
the rows, and so the query is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import FullResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, Model
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, OR, NothingNode, WhereNode

_tables: dict[str, str] = {}
_exempt: ContextVar[str] = ContextVar("exempt", default="")


class NotPermitted(RuntimeError):
    """A query would read a guarded table without a reader or a reason."""


class Permitted(Expression):
    """A condition that all rows meet. It says why this query may read a guarded table.

    It covers the model that the query is of, and not a guarded table that is joined to it.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Nothing: every row meets it."""
        raise FullResultSet


def guard(model: type[Model]) -> None:
    """Makes the table of this model one that may be read only with permission."""
    _tables[model._meta.db_table] = str(model._meta.verbose_name_plural)


def guarded() -> list[str]:
    """The guarded tables."""
    return sorted(_tables)


@contextmanager
def exempt(reason: str) -> Iterator[None]:
    """Lets the queries that are sent inside this block read guarded tables."""
    token = _exempt.set(reason)
    try:
        yield
    finally:
        _exempt.reset(token)


def check(query: Query) -> None:
    """Raises NotPermitted if this query would read a guarded table without permission."""
    read = [alias for alias, each in query.alias_map.items() if each.table_name in _tables]
    if not read or _exempt.get():
        return
    covered = query.base_table if _is_permitted(query.where) else None
    for alias in read:
        if query.alias_refcount[alias] and alias != covered:
            name = _tables[query.alias_map[alias].table_name]
            raise NotPermitted(f"This query reads {name}. Use visible_to(reader), or tenants.reading.exempt(reason).")


def _is_permitted(where: WhereNode) -> bool:
    """Whether each row meets a `Permitted`, or there are none."""
    if where.negated or where.connector not in {AND, OR} or not where.children:
        return False
    permitted = (
        _is_permitted(each)
        if isinstance(each, WhereNode)
        else isinstance(each, NothingNode) or isinstance(getattr(each, "lhs", None), Permitted)
        for each in where.children
    )
    return any(permitted) if where.connector == AND else all(permitted)
