"""Django's commands on script/server's database, with nothing to set."""

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
    """A server in the place of script/server's, not set up yet."""
    server = Server(f"try-{secrets.token_hex(4)}", wheel_programs(), durable=False)
    yield server
    server.erase()


def run(server: Server, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on that server, with no variables of the service set but those given."""
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


def make_ready(server: Server) -> None:
    with server.in_use():
        database._prepare(server.address(), database.NAME, server.password)


def test_it_says_what_to_do_where_there_is_no_database_yet(server: Server) -> None:
    assert run(server, "check").stderr.strip() == manage.NOTHING_HERE

    with server.in_use():  # as where script/server was stopped right after the start
        assert run(server, "check").stderr.strip() == manage.NOTHING_HERE


def test_it_needs_nothing_set_whether_the_service_runs_or_not(server: Server) -> None:
    make_ready(server)

    stopped = run(server, "shell", "-v0", "-c", LOGINS)
    assert not server.is_running()
    with server.in_use():
        running = run(server, "shell", "-v0", "-c", LOGINS)
        assert server.is_running()

    assert stopped.stdout == running.stdout == "{'default': 'safetynet_app'}\n", stopped.stderr


def test_a_command_of_the_owner_gets_the_owners_login(server: Server) -> None:
    make_ready(server)

    upgraded = run(server, "upgrade")

    assert upgraded.stdout == "Every schema is at this release.\n", upgraded.stderr


def test_a_database_that_is_given_is_used(server: Server, transactional_db: None) -> None:
    given = {"DATABASE_URL": RUN.address_of("safetynet_app"), "OWNER_DATABASE_URL": RUN.address_of("safetynet_owner")}

    said = run(server, "shell", "-v0", "-c", LOGINS, **given)

    assert said.stdout == "{'default': 'safetynet_app'}\n", said.stderr


def test_a_command_that_speaks_http_alone_needs_no_database(server: Server) -> None:
    said = run(server, "push_incidents", "--help")

    assert said.returncode == 0, said.stderr
    assert not server.exists()


def test_every_command_that_needs_the_owner_is_known_to() -> None:
    marks = ("tenants.owner import", "tenants.provisioning import", "tenants import upgrading")
    sources = {path.stem: path.read_text() for path in PROJECT.glob("*/**/management/commands/[a-z]*.py")}
    ours = {name for name, source in sources.items() if any(f"from {mark}" in source for mark in marks)}

    assert ours | {"migrate", "migrate_schemas"} == manage.OWNERS_COMMANDS
    assert set(get_commands()) >= manage.OWNERS_COMMANDS
