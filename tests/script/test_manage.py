"""Django commands on the database of script/server."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from script.local import database, manage
from script.local.postgres import Server, wheel_programs
from tests.database import RUN

PROJECT = Path(manage.__file__).parents[2]
LOGINS = "import django.db as d; print({a: d.connections[a].settings_dict['USER'] for a in d.connections})"
SCRIPT = """
import sys
from script.local import database, manage
from script.local.postgres import Server, wheel_programs
name = sys.argv.pop(1)
database.server = lambda: Server(name, wheel_programs(), durable=False)
manage.main()
"""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server instead of script/server's, not set up yet."""
    server = Server(f"try-{secrets.token_hex(4)}", wheel_programs(), durable=False)
    yield server
    server.erase()


def run(server: Server, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on that server, with only these variables of the service."""
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, server.name, *arguments],
        cwd=PROJECT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def set_up(server: Server) -> None:
    with server.in_use():
        database._prepare(server.address(), database.NAME, server.password)


def test_it_says_what_to_do_without_a_database(server: Server) -> None:
    assert run(server, "check").stderr.strip() == manage.NO_DATABASE

    with server.in_use():  # as if script/server had been stopped right after the start
        assert run(server, "check").stderr.strip() == manage.NO_DATABASE


def test_it_needs_no_variables_whether_the_service_runs_or_not(server: Server) -> None:
    set_up(server)

    stopped = run(server, "shell", "-v0", "-c", LOGINS)
    assert not server.is_running()
    with server.in_use():
        running = run(server, "shell", "-v0", "-c", LOGINS)
        assert server.is_running()

    assert stopped.stdout == running.stdout == "{'default': 'safetynet_app'}\n", stopped.stderr


def test_an_owners_command_gets_the_owners_login(server: Server) -> None:
    set_up(server)

    upgraded = run(server, "upgrade")

    assert upgraded.stdout == "Every schema is at this release.\n", upgraded.stderr


def test_the_database_in_the_environment_is_used(server: Server, transactional_db: None) -> None:
    given = {"DATABASE_URL": RUN.address_of("safetynet_app"), "OWNER_DATABASE_URL": RUN.address_of("safetynet_owner")}

    result = run(server, "shell", "-v0", "-c", LOGINS, **given)

    assert result.stdout == "{'default': 'safetynet_app'}\n", result.stderr


def test_a_command_that_only_uses_http_needs_no_database(server: Server) -> None:
    result = run(server, "push_incidents", "--help")

    assert result.returncode == 0, result.stderr
    assert not server.exists()


def test_migrations_are_made_without_a_database(server: Server) -> None:
    result = run(server, "makemigrations", "--dry-run")

    assert (result.stdout, result.stderr) == ("No changes detected\n", "")
    assert not server.exists()


def test_every_command_that_needs_the_owner_is_listed() -> None:
    marks = ("tenants.owner import", "tenants.provisioning import", "tenants import upgrading")
    sources = {path.stem: path.read_text() for path in PROJECT.glob("*/**/management/commands/[a-z]*.py")}
    ours = {name for name, source in sources.items() if any(f"from {mark}" in source for mark in marks)}

    assert ours | {"migrate", "migrate_schemas"} == manage.OWNER_COMMANDS
    assert set(get_commands()) >= manage.OWNER_COMMANDS
