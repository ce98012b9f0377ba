"""Prepares a database server: logins, groups and the database. The same SQL file can be run by hand."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection, make_dsn, quote_ident
from psycopg2.sql import Literal

SCRIPT = Path(__file__).with_name("prepare_database.sql")

_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
_STEP = re.compile(
    r"""
    \s* (?:
        \\connect [^\n]* \n
      | (?P<sql> (?: (?P<tag>\$\w*\$) .*? (?P=tag) | . )+? ) (?P<end> ; | \\gexec ) [ ]* (?: \n | \Z )
    )
    """,
    re.DOTALL | re.VERBOSE,
)
_VARIABLE = re.compile(r""":(?P<quote>['"])(?P<name>\w+)(?P=quote)""")


def prepare(admin_url: str, *, database: str, owner_password: str, app_password: str) -> None:
    """Creates or repairs the roles, the database and its extensions, with an administrator's login.

    `admin_url` is a `postgresql://` address of any database of the server. On Citus it must be the service's own
    database, from which roles and privileges reach all nodes. It can be run again at any time.
    """
    values = {"database": database, "owner_password": owner_password, "app_password": app_password}
    for dsn, steps in _by_database(admin_url, database):
        connected = psycopg2.connect(dsn)
        connected.autocommit = True
        try:
            for sql, runs_its_rows in steps:
                _run(connected, _filled_in(sql, values, connected), runs_its_rows=runs_its_rows)
        finally:
            connected.close()


def steps() -> Iterator[tuple[str, bool] | None]:
    """The script's statements, each with whether its result rows are statements to run (psql's `\\gexec`).

    None means psql's `\\connect`: the following statements are for the service's own database.
    """
    for step in _STEP.finditer(_COMMENT.sub("", SCRIPT.read_text(encoding="utf-8"))):
        yield (step["sql"], step["end"] != ";") if step["sql"] else None


def _by_database(admin_url: str, database: str) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    everything = list(steps())
    connect = everything.index(None)
    yield admin_url, [step for step in everything[:connect] if step]
    yield make_dsn(admin_url, dbname=database), [step for step in everything[connect:] if step]


def _filled_in(sql: str, values: dict[str, str], connected: connection) -> str:
    """The statement with psql's variables replaced: `:'name'` by a literal, `:"name"` by an identifier."""

    def quoted(variable: re.Match[str]) -> str:
        value = values[variable["name"]]
        return quote_ident(value, connected) if variable["quote"] == '"' else Literal(value).as_string(connected)

    return _VARIABLE.sub(quoted, sql)


def _run(connected: connection, sql: str, *, runs_its_rows: bool) -> None:
    with connected.cursor() as cursor:
        cursor.execute(sql)
        for (statement,) in cursor.fetchall() if runs_its_rows else []:
            cursor.execute(statement)
