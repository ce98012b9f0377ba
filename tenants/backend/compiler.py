"""SQL compilers that check whether a query may read the tables in its FROM clause (see `tenants.reading`)."""

from typing import Any

from django.db.backends.postgresql import compiler as postgres
from django.db.backends.postgresql.compiler import SQLAggregateCompiler, SQLInsertCompiler, SQLUpdateCompiler

from tenants import reading

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLCompiler(postgres.SQLCompiler):
    """Selects."""

    def get_from_clause(self) -> Any:
        """The FROM clause. Raises NotPermitted for a guarded table."""
        reading.check(self.query)
        return super().get_from_clause()


class SQLDeleteCompiler(postgres.SQLDeleteCompiler):
    """Deletions, whose conditions read the table too."""

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The statement. Raises NotPermitted for a guarded table."""
        self.query.get_initial_alias()
        reading.check(self.query)
        return super().as_sql(*args, **kwargs)
