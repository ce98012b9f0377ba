"""Processes of the service on the run's own database, killed by SIGKILL at a moment that the test chooses."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2

from tests.database import PROJECT, RUN

NAME = f"killed-{os.getpid()}"  # the application name of these processes' connections
TIMEOUT = 60  # seconds for anything to happen
WHOLE = {"schema", "roles", "addresses", "release"}
PARTS = """
    SELECT 'schema', count(*) FROM pg_namespace WHERE nspname = %s
    UNION ALL SELECT 'roles', count(*) FROM pg_roles WHERE rolname IN (%s, %s)
    UNION ALL SELECT 'addresses', count(*) FROM tenants_domain WHERE tenant_id IN
        (SELECT id FROM tenants_partnership WHERE schema_name = %s)
    UNION ALL SELECT 'release', count(*) FROM tenants_schemaupgrade WHERE schema_name = %s
"""
SETUP = "import sys, django; django.setup(); from django.core.management import call_command; "


@contextmanager
def process(code: str, *, is_owner: bool, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Runs Python code with Django set up. The code prints a line when it is ready, which this waits for."""
    logins = {"DATABASE_URL": "safetynet_app"} | ({"OWNER_DATABASE_URL": "safetynet_owner"} if is_owner else {})
    variables = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-for-tests",
        "BASE_DOMAIN": "testserver",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PGAPPNAME": NAME,
        **{variable: RUN.address_of(login) for variable, login in logins.items()},
    }
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    with subprocess.Popen(
        [sys.executable, "-c", SETUP + code],
        cwd=PROJECT,
        env=inherited | variables | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as started:
        try:
            assert started.stdout is not None
            assert started.stdout.readline(), "The process ended before it was ready."
            yield started
        finally:
            started.kill()


def kill(victim: subprocess.Popen[str]) -> None:
    """Ends a process with no chance to do anything more."""
    victim.kill()
    victim.wait()


def wait_until_disconnected() -> None:
    """Waits until Postgres has ended the connections of the killed processes, and rolled their transactions back."""
    wait_until(lambda: query("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", NAME) == [(0,)])


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Makes writers of a table wait until the end of the block."""
    with closing(psycopg2.connect(RUN.server.address(RUN.name))) as connection, connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


def wait_until_blocked(*, by: str, number: int = 1) -> None:
    """Waits until this number of processes wait for the table that `locked` locks."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    wait_until(lambda: query(waiting, by) == [(number,)])


def wait_until(happened: Callable[[], bool]) -> None:
    """Waits until `happened` returns true."""
    deadline = time.monotonic() + TIMEOUT
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def query(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Runs a query as the superuser, who can read every schema."""
    with closing(psycopg2.connect(RUN.server.address(RUN.name))) as connection, connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
        connection.commit()
        return found


def parts_of(schema: str) -> set[str]:
    """The parts of a partnership that exist. If one of its two roles or addresses exists, that is named as half."""
    counts = dict(query(PARTS, schema, f"tr_{schema}", f"rd_{schema}", schema, schema))
    halves = {f"half of its {name}" for name in ("roles", "addresses") if counts[name] == 1}
    return {name for name in WHOLE if counts[name]} | halves
