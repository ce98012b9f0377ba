"""A schema editor that keeps the rules which let one set of migrations run on Postgres and on Citus."""

import re
from typing import Any

from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Field, Model

_FUNCTION = re.compile(r"\s*CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\b", re.IGNORECASE)
_PINNED = re.compile(r"\bSET\s+search_path\b", re.IGNORECASE)
_TOKEN = re.compile(
    r"""
      (?P<comment> --[^\n]* | /\*.*?\*/ )
    | (?P<quoted>  '(?:[^']|'')*' | "(?:[^"]|"")*" | (?P<tag>\$\w*\$).*?(?P=tag) )
    | (?P<end>     ; )
    """,
    re.VERBOSE | re.DOTALL,
)


class SchemaEditor(DatabaseSchemaEditor):
    """Runs one statement at a time, and pins the search path of every function that it creates."""

    def execute(self, sql: str | Statement, params: Any = ()) -> None:
        """Run SQL that may hold several statements (pgtrigger's does), each on its own.

        Statements with parameters are Django's own and single. Dropping a foreign key is two statements without any.
        """
        if params:
            super().execute(sql, params)
            return
        for statement in statements(str(sql)):
            super().execute(pinned(statement), params)

    def add_field(self, model: type[Model], field: Field[Any, Any]) -> None:
        """Add a column and then, by a statement of its own, its check: Citus refuses the two in one."""
        check = field.db_parameters(connection=self.connection)["check"]
        if not check:
            super().add_field(model, field)
            return
        inline = self.sql_check_constraint
        self.sql_check_constraint = ""
        try:
            super().add_field(model, field)
        finally:
            self.sql_check_constraint = inline
        self.execute(f"ALTER TABLE {self.quote_name(model._meta.db_table)} ADD CHECK ({check})", None)


def statements(script: str) -> list[str]:
    """The statements of a script, parted at semicolons outside of quotes, dollar quotes and comments."""
    found, start = [], 0
    for token in _TOKEN.finditer(script):
        if token["end"]:
            found.append(script[start : token.start()].strip())
            start = token.end()
    found.append(script[start:].strip())
    return [statement for statement in found if statement]


def pinned(statement: str) -> str:
    """A CREATE FUNCTION with its search path fixed to that of its creation; any other statement as it is.

    A trigger then finds its own schema's tables whatever path the writer has, on a Citus worker included.
    """
    if _FUNCTION.match(statement) and not _PINNED.search(statement):
        return f"{statement} SET search_path FROM CURRENT"
    return statement
