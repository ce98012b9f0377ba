"""script/manage COMMAND …: runs a Django command on the database of script/server."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.core.management import execute_from_command_line

from manage import HTTP_ONLY
from script.local import database, environment
from script.local.database import Addresses
from script.local.errors import ScriptError, exit_with_message

OWNER_COMMANDS = {
    "migrate",
    "migrate_schemas",
    "operate",
    "operator",
    "prepare_database",
    "provision",
    "upgrade",
}  # they change schemas or operators, so they get the owner's login as well
WITHOUT_DATABASE = HTTP_ONLY | {"makemigrations"}
NO_DATABASE = "There is no database yet. Run script/server once to create it."


def main() -> None:
    """Runs the command in this process. Only the owner's commands get the owner's login."""
    sys.argv[0] = "script/manage"
    with exit_with_message():
        os.environ |= environment.serving(environment.port())
        if WITHOUT_DATABASE.intersection(sys.argv[1:2]):
            os.environ |= {"DATABASE_URL": "postgresql:///none"}
            warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
            execute_from_command_line(sys.argv)
            return
        with _database() as addresses:
            os.environ |= addresses.owner_environment() if _needs_owner(sys.argv) else addresses.environment()
            execute_from_command_line(sys.argv)


def _needs_owner(arguments: list[str]) -> bool:
    """Whether the command is an owner's command, or its --database is the owner's."""
    names_owner = "--database owner" in " ".join(arguments).replace("=", " ")
    return names_owner or not OWNER_COMMANDS.isdisjoint(arguments[1:2])


@contextmanager
def _database() -> Iterator[Addresses]:
    """The database in DATABASE_URL, or the embedded one, which is started if needed. Raises ScriptError."""
    owner_address = os.environ.pop("OWNER_DATABASE_URL", "")  # only the owner's commands need it
    if address := os.environ.get("DATABASE_URL"):
        yield database.given(address, owner_address)
        return
    server = database.server()
    if not server.exists():
        raise ScriptError(NO_DATABASE)
    with server.in_use():
        addresses = database.addresses_of(server)
        _check(addresses)
        yield addresses


def _check(addresses: Addresses) -> None:
    """Raises ScriptError if script/server was stopped before it created the database."""
    try:
        psycopg2.connect(addresses.application).close()
    except psycopg2.OperationalError as error:
        raise ScriptError(NO_DATABASE) from error


if __name__ == "__main__":
    main()
