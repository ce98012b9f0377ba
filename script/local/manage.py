"""script/manage COMMAND …: Django's commands on the database of script/server, with nothing to set."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.core.management import execute_from_command_line

from manage import SPEAKING_HTTP_ALONE
from script.local import database, environment
from script.local.database import Addresses
from script.local.fault import Fault, told_in_one_line

OWNERS_COMMANDS = {
    "migrate",
    "migrate_schemas",
    "operate",
    "operator",
    "prepare_database",
    "provision",
    "upgrade",
}  # they change schemas or who operates the service, so they get the owner's login, too
NOTHING_HERE = "There is no database here yet: run script/server once, which makes it."


def main() -> None:
    """Runs the command in this process. The application's login is the only one, but for the owner's commands."""
    sys.argv[0] = "script/manage"
    with told_in_one_line():
        os.environ |= environment.serving(environment.port())
        if SPEAKING_HTTP_ALONE.intersection(sys.argv[1:2]):
            os.environ |= {"DATABASE_URL": "postgresql:///none"}
            execute_from_command_line(sys.argv)
            return
        with _database() as addresses:
            os.environ |= addresses.owner_environment() if _needs_owner(sys.argv) else addresses.environment()
            execute_from_command_line(sys.argv)


def _needs_owner(arguments: list[str]) -> bool:
    """Whether the command is one of the owner's, or its --database names the owner's login."""
    names_owner = "--database owner" in " ".join(arguments).replace("=", " ")
    return names_owner or not OWNERS_COMMANDS.isdisjoint(arguments[1:2])


@contextmanager
def _database() -> Iterator[Addresses]:
    """The database that DATABASE_URL names, else the embedded one, started where it does not run. Raises Fault."""
    owner_address = os.environ.pop("OWNER_DATABASE_URL", "")  # only the owner's commands get it back
    if address := os.environ.get("DATABASE_URL"):
        yield database.given(address, owner_address)
        return
    server = database.server()
    if not server.exists():
        raise Fault(NOTHING_HERE)
    with server.in_use():
        addresses = database.addresses_of(server)
        _check(addresses)
        yield addresses


def _check(addresses: Addresses) -> None:
    """Raises Fault where script/server was stopped before the database was made."""
    try:
        psycopg2.connect(addresses.application).close()
    except psycopg2.OperationalError as error:
        raise Fault(NOTHING_HERE) from error


if __name__ == "__main__":
    main()
