"""The databases of the tests: one for each run, copied from a template that is made once for each state of the schema.

`pytest` alone is enough: the server is started when the first test asks for a database, and stopped with the last run
that uses it. TEST_POSTGRES=system uses the machine's own Postgres programs instead of the wheel's.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg2
from psycopg2 import sql

from script.local.postgres import Server, ServerError, system_programs, wheel_programs
from script.local.postgres.folders import EXCLUSIVE, locked
from tenants.preparing import prepare

PROJECT = Path(__file__).resolve().parent.parent
SCHEMA_SOURCES = (  # what a provisioned database is made of
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/*/seed.py",
    "tenants/*.py",
    "tenants/*.sql",
    "tenants/*/*.py",
    "config/settings.py",
    "tests/database.py",
    "tests/conftest.py",
    "uv.lock",
)


def chosen_server() -> Server:
    """The server that TEST_POSTGRES names; each major release has separate data."""
    if os.environ.get("TEST_POSTGRES", "embedded") == "embedded":
        return Server("test", wheel_programs(), durable=False)
    found = system_programs()
    if not found:
        raise ServerError("TEST_POSTGRES=system, but this machine has no Postgres 15 or newer.")
    return Server(f"test-{found[0].major}", found[0], durable=False)


@dataclass(frozen=True)
class Run:
    """The database of one run of pytest."""

    server: Server = field(default_factory=chosen_server)
    name: str = f"run_{os.getpid()}"

    def address_of(self, login: str) -> str:
        """The run's database for one of the service's two logins."""
        return self.server.address(self.name, login=login)

    @contextmanager
    def exists(self, fill: Callable[[], None]) -> Iterator[None]:
        """Keeps the run's database until the end of the block.

        `fill` migrates and provisions it, if there is no template of the current schema to copy.
        """
        with ExitStack() as stack:
            stack.enter_context(self.server.in_use())
            with self._exclusively():
                self._drop_databases_of_ended_runs()
                if self.template not in self._databases():
                    self._make_template(fill)
            stack.callback(self._drop, self.name)
            self.renew()
            yield

    def renew(self) -> None:
        """Resets the database to the template, and ends all connections."""
        with self._exclusively():
            self._drop(self.name)
            self._copy(self.template, self.name)
            self._prepare()

    @cached_property
    def template(self) -> str:
        """The template's name. It changes with the files that make the schema."""
        digest = hashlib.sha256()
        for path in sorted(path for pattern in SCHEMA_SOURCES for path in PROJECT.glob(pattern)):
            digest.update(path.read_bytes())
        return f"template_{digest.hexdigest()[:16]}"

    def _exclusively(self) -> AbstractContextManager[int]:
        """Makes other runs on this server wait while logins or templates change."""
        return locked(self.server.home / "template.lock", EXCLUSIVE)

    def _prepare(self) -> None:
        """Creates the logins and the database, or grants CONNECT again, which a copy does not keep."""
        prepare(
            self.server.address(),
            database=self.name,
            owner_password=self.server.password("safetynet_owner"),
            app_password=self.server.password("safetynet_app"),
        )

    def _make_template(self, fill: Callable[[], None]) -> None:
        for database in self._databases():
            if database.startswith("template_"):
                self._drop(database)
        self._prepare()
        fill()
        self._copy(self.name, self.template)

    def _drop_databases_of_ended_runs(self) -> None:
        for database in self._databases():
            kind, _, pid = database.partition("_")
            if kind == "run" and not _is_running(int(pid)):
                self._drop(database)

    def _databases(self) -> set[str]:
        return {name for (name,) in self._execute(sql.SQL("SELECT datname FROM pg_database WHERE NOT datistemplate"))}

    def _copy(self, source: str, target: str) -> None:
        # STRATEGY file_copy: with fsync off, that is faster than through the write-ahead log.
        copying = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER safetynet_owner STRATEGY file_copy")
        self._execute(copying.format(sql.Identifier(target), sql.Identifier(source)))

    def _drop(self, database: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _execute(self, statement: sql.Composable) -> list[tuple[str, ...]]:
        with closing(psycopg2.connect(self.server.address())) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []


def _is_running(pid: int) -> bool:
    """Whether there is a process with this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


RUN = Run()
