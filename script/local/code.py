"""script/code EMAIL: a current one-time code of somebody in a demonstration on this machine."""

import os
import sys
import time
from urllib.parse import parse_qs, urlsplit

import django

from script.local import database, environment
from script.local.fault import Fault, told_in_one_line

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def main() -> None:
    """Prints the code of the person whose address is given, once for each demonstration that knows them."""
    with told_in_one_line():
        if len(sys.argv) != 2 or "@" not in sys.argv[1]:
            raise Fault("Whose code? script/code EMAIL, as in script/code alice@hampshire.example")
        os.environ |= environment.serving(environment.port()) | _database().environment()
        django.setup()
        from script.local import one_time  # needs Django, which needs the environment

        codes = list(one_time.codes(sys.argv[1].strip().lower(), at=time.time()))
        if not codes:
            raise Fault(f"No demonstration here knows {sys.argv[1]} with an authenticator app.")
        for code in codes:
            print(f"{code.digits}  ({code.schema}, for another {code.seconds_left} seconds)")


def _database() -> database.Addresses:
    """The database of the service on this machine. Raises Fault where it is not on this machine, or does not run."""
    given = os.environ.get("DATABASE_URL")
    if given:
        if not _is_local(given):
            raise Fault("DATABASE_URL leads to another machine: one-time codes are shown for a local service only.")
        return database.given(given, os.environ.get("OWNER_DATABASE_URL", ""))
    if not database.server().is_running():
        raise Fault("The service does not run: start it by script/server.")
    return database.addresses_of(database.server())


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    host = parse_qs(parts.query).get("host", [parts.hostname or "/"])[0]
    return host in LOOPBACK or host.startswith("/")


if __name__ == "__main__":
    main()
