"""A schema editor whose migrations run on Postgres and on Citus."""

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
    """Runs one statement at a time, and fixes the search path of each function that it creates."""

    def execute(self, sql: str | Statement, params: Any = ()) -> None:
        """Runs each statement of a script separately; pgtrigger's SQL is a script.

        A statement with parameters is a single one. Dropping a foreign key is two statements, without parameters.
        """
        if params:
            super().execute(sql, params)
            return
        for statement in statements(str(sql)):
            super().execute(pinned(statement), params)

    def add_field(self, model: type[Model], field: Field[Any, Any]) -> None:
        """Adds a column, then its check in a separate statement: Citus refuses both in one."""
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
    """The statements of a script, split at semicolons outside quotes, dollar quotes and comments."""
    found, start = [], 0
    for token in _TOKEN.finditer(script):
        if token["end"]:
            found.append(script[start : token.start()].strip())
            start = token.end()
    found.append(script[start:].strip())
    return [statement for statement in found if statement]


def pinned(statement: str) -> str:
    """A CREATE FUNCTION with the search path of its creation; any other statement unchanged.

    A trigger then finds the tables of its schema whatever the writer's search path is, also on a Citus worker.
    """
    if _FUNCTION.match(statement) and not _PINNED.search(statement):
        return f"{statement} SET search_path FROM CURRENT"
    return statement
